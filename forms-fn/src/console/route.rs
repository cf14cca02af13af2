//! The table of all addresses of the console, each with what it needs. The router is made of it, and so are the tests that try
//! each role on each address.

use axum::extract::{Request, State};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::MethodRouter;

#[cfg(feature = "passkeys")]
use super::passkey;
use super::refused::Refused;
use super::visitor::Visitor;
use super::{
    door, event, events, export, letter, link, log, many, me, numbers, parts, people, record, register,
    requests, rights, sheet, sign_in, today, volunteer, volunteers,
};
use crate::accounts::Right;
use crate::app::App;

/// What an address needs of whoever asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// Nothing: the way in.
    Nothing,
    /// A session, be it of an account or of a volunteer with a link.
    Session,
    /// An account.
    Account,
    /// A right, anywhere. For which event or record it counts, the office looks.
    Right(Right),
}

/// One method of an address.
pub(crate) struct Operation {
    pub(crate) method: &'static str,
    pub(crate) need: Need,
    pub(crate) handler: fn() -> MethodRouter<App>,
}

/// One address.
pub(crate) struct Route {
    pub(crate) pattern: &'static str,
    pub(crate) operations: &'static [Operation],
}

const fn get(need: Need, handler: fn() -> MethodRouter<App>) -> Operation {
    Operation { method: "GET", need, handler }
}

const fn post(need: Need, handler: fn() -> MethodRouter<App>) -> Operation {
    Operation { method: "POST", need, handler }
}

use Need::{Account, Nothing, Session};

/// For whoever lets people in.
const AT_DOOR: Need = Need::Right(Right::Door);

/// All of them. An address that isn't here is answered by nobody.
pub(crate) const ROUTES: &[Route] = &[
    Route { pattern: "/desk", operations: &[get(Account, || axum::routing::get(today::show))] },
    Route {
        pattern: "/desk/sign-in",
        operations: &[
            get(Nothing, || axum::routing::get(sign_in::ask_address)),
            post(Nothing, || axum::routing::post(sign_in::send_digits)),
        ],
    },
    Route {
        pattern: "/desk/code",
        operations: &[
            get(Nothing, || axum::routing::get(sign_in::ask_digits)),
            post(Nothing, || axum::routing::post(sign_in::check_digits)),
        ],
    },
    Route {
        pattern: "/desk/open",
        operations: &[
            get(Nothing, || axum::routing::get(sign_in::ask_to_open)),
            post(Nothing, || axum::routing::post(sign_in::open)),
        ],
    },
    Route {
        pattern: "/desk/sign-out",
        operations: &[post(Session, || axum::routing::post(sign_in::sign_out))],
    },
    Route {
        pattern: "/desk/people",
        operations: &[get(Need::Right(Right::People), || axum::routing::get(people::list))],
    },
    Route {
        pattern: "/desk/people/new",
        operations: &[
            get(Need::Right(Right::People), || axum::routing::get(people::ask_to_invite)),
            post(Need::Right(Right::People), || axum::routing::post(people::invite)),
        ],
    },
    Route {
        pattern: "/desk/people/{account}",
        operations: &[
            get(Need::Right(Right::People), || axum::routing::get(people::show)),
            post(Need::Right(Right::People), || axum::routing::post(people::revoke)),
        ],
    },
    Route {
        pattern: "/desk/people/{account}/disable",
        operations: &[
            get(Need::Right(Right::People), || axum::routing::get(people::ask_to_disable)),
            post(Need::Right(Right::People), || axum::routing::post(people::disable)),
        ],
    },
    Route {
        pattern: "/desk/log",
        operations: &[get(Need::Right(Right::Log), || axum::routing::get(log::show))],
    },
    Route {
        pattern: "/desk/numbers",
        operations: &[get(Need::Right(Right::Numbers), || axum::routing::get(numbers::show))],
    },
    Route {
        pattern: "/desk/numbers.csv",
        operations: &[get(Need::Right(Right::Numbers), || axum::routing::get(numbers::table))],
    },
    Route {
        pattern: "/desk/reports",
        operations: &[
            get(Need::Right(Right::Numbers), || axum::routing::get(numbers::ask_for_report)),
            post(Need::Right(Right::Reports), || axum::routing::post(numbers::freeze)),
        ],
    },
    Route {
        pattern: "/desk/reports/{report}",
        operations: &[get(Need::Right(Right::Numbers), || axum::routing::get(numbers::show_report))],
    },
    Route {
        pattern: "/desk/reports/{report}/table.csv",
        operations: &[get(Need::Right(Right::Numbers), || axum::routing::get(numbers::report_table))],
    },
    Route {
        pattern: "/desk/events/{event}/export",
        operations: &[
            get(Need::Right(Right::Export), || axum::routing::get(export::ask_of_event)),
            post(Need::Right(Right::Export), || axum::routing::post(export::of_event_as_file)),
        ],
    },
    Route {
        pattern: "/desk/requests/export",
        operations: &[
            get(Need::Right(Right::Export), || axum::routing::get(export::ask_of_requests)),
            post(Need::Right(Right::Export), || axum::routing::post(export::of_requests_as_file)),
        ],
    },
    #[cfg(feature = "passkeys")]
    Route { pattern: "/desk/passkey", operations: &[get(Account, || axum::routing::get(passkey::show))] },
    #[cfg(feature = "passkeys")]
    Route {
        pattern: "/desk/passkey/new",
        operations: &[post(Account, || axum::routing::post(passkey::begin_new))],
    },
    #[cfg(feature = "passkeys")]
    Route {
        pattern: "/desk/passkey/added",
        operations: &[post(Account, || axum::routing::post(passkey::added))],
    },
    #[cfg(feature = "passkeys")]
    Route {
        pattern: "/desk/passkey/ask",
        operations: &[post(Account, || axum::routing::post(passkey::ask))],
    },
    #[cfg(feature = "passkeys")]
    Route {
        pattern: "/desk/passkey/shown",
        operations: &[post(Account, || axum::routing::post(passkey::shown))],
    },
    #[cfg(feature = "passkeys")]
    Route {
        pattern: "/desk/passkey/remove",
        operations: &[post(Account, || axum::routing::post(passkey::remove))],
    },
    #[cfg(feature = "passkeys")]
    Route {
        pattern: "/desk/passkey.js",
        operations: &[get(Nothing, || axum::routing::get(passkey::script))],
    },
    Route { pattern: "/desk/rights", operations: &[get(Account, || axum::routing::get(rights::show))] },
    Route { pattern: "/desk/door", operations: &[get(Nothing, || axum::routing::get(door::scan))] },
    Route {
        pattern: "/desk/events/{event}/door",
        operations: &[
            get(AT_DOOR, || axum::routing::get(door::show)),
            post(AT_DOOR, || axum::routing::post(door::search)),
        ],
    },
    Route {
        pattern: "/desk/events/{event}/door/in",
        operations: &[post(AT_DOOR, || axum::routing::post(door::let_in))],
    },
    Route {
        pattern: "/desk/events/{event}/door/back",
        operations: &[post(AT_DOOR, || axum::routing::post(door::take_back))],
    },
    Route {
        pattern: "/desk/events/{event}/door/walk-in",
        operations: &[post(AT_DOOR, || axum::routing::post(door::walk_in))],
    },
    Route {
        pattern: "/desk/events/{event}/door/walk-back",
        operations: &[post(AT_DOOR, || axum::routing::post(door::take_walk_in_back))],
    },
    Route {
        pattern: "/desk/events/{event}/door/offline",
        operations: &[get(AT_DOOR, || axum::routing::get(door::offline))],
    },
    Route {
        pattern: "/desk/events/{event}/door/names",
        operations: &[get(AT_DOOR, || axum::routing::get(door::names))],
    },
    Route {
        pattern: "/desk/events/{event}/door/door.js",
        operations: &[get(AT_DOOR, || axum::routing::get(door::script))],
    },
    Route {
        pattern: "/desk/events/{event}/door/worker.js",
        operations: &[get(AT_DOOR, || axum::routing::get(door::worker))],
    },
    Route {
        pattern: "/desk/events/{event}/volunteers",
        operations: &[
            get(RECORDS, || axum::routing::get(volunteers::list)),
            post(RECORDS, || axum::routing::post(volunteers::give)),
        ],
    },
    Route {
        pattern: "/desk/events/{event}/volunteers/{link}",
        operations: &[get(RECORDS, || axum::routing::get(volunteers::show))],
    },
    Route {
        pattern: "/desk/events/{event}/volunteers/{link}/end",
        operations: &[post(RECORDS, || axum::routing::post(volunteers::end))],
    },
    Route {
        pattern: "/desk/events/{event}/volunteer",
        operations: &[
            get(Nothing, || axum::routing::get(volunteer::ask)),
            post(Nothing, || axum::routing::post(volunteer::enter)),
        ],
    },
    Route {
        pattern: "/desk/events/{event}/sheet/door",
        operations: &[get(AT_DOOR, || axum::routing::get(sheet::door))],
    },
    Route {
        pattern: "/desk/events/{event}/sheet/kitchen",
        operations: &[get(Need::Right(Right::Records), || axum::routing::get(sheet::kitchen))],
    },
    Route {
        pattern: "/desk/events/{event}/sheet/funder",
        operations: &[get(Need::Right(Right::Records), || axum::routing::get(sheet::funder))],
    },
    Route {
        pattern: "/desk/events/{event}/paper",
        operations: &[
            get(AT_DOOR, || axum::routing::get(sheet::paper)),
            post(AT_DOOR, || axum::routing::post(sheet::enter)),
        ],
    },
    Route {
        pattern: "/desk/me",
        operations: &[
            get(Account, || axum::routing::get(me::show)),
            post(Account, || axum::routing::post(me::change)),
        ],
    },
    Route { pattern: "/desk/events", operations: &[get(RECORDS, || axum::routing::get(events::list))] },
    Route {
        pattern: "/desk/events/{event}",
        operations: &[
            get(RECORDS, || axum::routing::get(event::list)),
            post(RECORDS, || axum::routing::post(event::search)),
        ],
    },
    Route {
        pattern: "/desk/events/{event}/many",
        operations: &[post(RECORDS, || axum::routing::post(many::many))],
    },
    Route {
        pattern: "/desk/events/{event}/letter",
        operations: &[
            get(LETTERS, || axum::routing::get(letter::choose)),
            post(LETTERS, || axum::routing::post(letter::keep)),
        ],
    },
    Route {
        pattern: "/desk/events/{event}/letter/words",
        operations: &[
            get(LETTERS, || axum::routing::get(letter::ask_words)),
            post(LETTERS, || axum::routing::post(letter::keep_words)),
        ],
    },
    Route {
        pattern: "/desk/events/{event}/letter/look",
        operations: &[get(LETTERS, || axum::routing::get(letter::look))],
    },
    Route {
        pattern: "/desk/events/{event}/letter/test",
        operations: &[post(LETTERS, || axum::routing::post(letter::try_out))],
    },
    Route {
        pattern: "/desk/events/{event}/letter/send",
        operations: &[post(LETTERS, || axum::routing::post(letter::send))],
    },
    Route {
        pattern: "/desk/events/{event}/letter/back",
        operations: &[post(LETTERS, || axum::routing::post(letter::take_back))],
    },
    Route {
        pattern: "/desk/events/{event}/link",
        operations: &[
            get(LETTERS, || axum::routing::get(link::show)),
            post(LETTERS, || axum::routing::post(link::change)),
        ],
    },
    Route {
        pattern: "/desk/events/{event}/register",
        operations: &[
            get(RECORDS, || axum::routing::get(register::ask)),
            post(RECORDS, || axum::routing::post(register::register)),
        ],
    },
    Route {
        pattern: "/desk/requests",
        operations: &[get(Need::Right(Right::Requests), || axum::routing::get(requests::list))],
    },
    Route {
        pattern: "/desk/r/{reference}",
        operations: &[
            get(RECORDS, || axum::routing::get(record::show)),
            post(RECORDS, || axum::routing::post(record::act)),
        ],
    },
    Route {
        pattern: "/desk/r/{reference}/sealed",
        operations: &[post(Need::Right(Right::Sealed), || axum::routing::post(record::open))],
    },
    Route {
        pattern: "/desk/r/{reference}/address",
        operations: &[
            get(RECORDS, || axum::routing::get(record::ask_address)),
            post(RECORDS, || axum::routing::post(record::change_address)),
        ],
    },
    Route {
        pattern: "/desk/r/{reference}/erase",
        operations: &[
            get(Need::Right(Right::Erase), || axum::routing::get(record::ask_to_erase)),
            post(Need::Right(Right::Erase), || axum::routing::post(record::erase)),
        ],
    },
];

/// For whoever writes to guests.
const LETTERS: Need = Need::Right(Right::Letters);

const RECORDS: Need = Need::Right(Right::Records);

impl Route {
    /// All methods, each behind its need; any other method is refused.
    pub(crate) fn handlers(&self) -> MethodRouter<App> {
        let one = |operation: &Operation| {
            (operation.handler)().layer(middleware::from_fn_with_state(operation.need, needs))
        };
        let all = self.operations.iter().map(one).reduce(MethodRouter::merge);
        all.unwrap_or_default().fallback(|| async { Refused::Method })
    }
}

/// Who has no account is shown the way in; who lacks a right finds nothing there.
async fn needs(State(need): State<Need>, request: Request, next: Next) -> Response {
    let visitor = request.extensions().get::<Visitor>();
    let refused = match (need, visitor) {
        (Need::Nothing, _) => None,
        (_, None) => Some(Refused::SignedOut),
        (Need::Session, Some(_)) => None,
        (Need::Account, Some(visitor)) => visitor.is_volunteer().then_some(Refused::NotThere),
        (Need::Right(right), Some(visitor)) if !visitor.may(right) => Some(Refused::NotThere),
        (Need::Right(right), Some(visitor)) if right.closes_when_idle() && visitor.visit.is_idle => {
            Some(Refused::Idle(parts::reference_of(request.uri().path())))
        }
        (Need::Right(_), Some(_)) => None,
    };
    match refused {
        Some(refused) => refused.into_response(),
        None => next.run(request).await,
    }
}
