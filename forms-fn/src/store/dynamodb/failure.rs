//! What an error of DynamoDB means for us, by its code.

use aws_sdk_dynamodb::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_dynamodb::operation::transact_write_items::TransactWriteItemsError;

use crate::store::{CommitError, StoreError};

/// The table or the account is asked for more than it gives. The SDK has tried several times by then.
const THROTTLED: [&str; 5] = [
    "ProvisionedThroughputExceededException",
    "ThrottlingException",
    "RequestLimitExceeded",
    "ReplicatedWriteConflictException",
    "TransactionConflictException",
];
/// An earlier try with the same token is under way, and its answer was lost: nobody knows what becomes of it.
const UNDER_WAY: &str = "TransactionInProgressException";
/// Why one write of a transaction was refused, though the next attempt may go through.
const AGAIN: [&str; 4] =
    ["ConditionalCheckFailed", "TransactionConflict", "ProvisionedThroughputExceeded", "ThrottlingError"];

/// The table has read the request and doesn't do it.
const REFUSED: [&str; 6] = [
    "AccessDeniedException",
    "ResourceNotFoundException",
    "UnrecognizedClientException",
    "ValidationException",
    "IdempotentParameterMismatchException",
    "ItemCollectionSizeLimitExceededException",
];

/// For `map_err`. The text holds codes only: DynamoDB's messages may quote keys.
pub(super) fn while_doing<E, R>(action: &'static str) -> impl Fn(SdkError<E, R>) -> StoreError
where
    E: ProvideErrorMetadata,
{
    move |error| {
        let code = code(&error);
        if THROTTLED.contains(&code) { StoreError::busy(action, code) } else { StoreError::new(action, code) }
    }
}

/// A transaction that was cancelled tells a reason for each of its writes.
pub(super) fn of_commit<R>(error: &SdkError<TransactWriteItemsError, R>) -> CommitError {
    let failed = |cause: String| CommitError::Failed(StoreError::new("commit", cause));
    if let Some(TransactWriteItemsError::TransactionCanceledException(cancelled)) = error.as_service_error() {
        let mut codes = cancelled.cancellation_reasons().iter().filter_map(|reason| reason.code());
        return match codes.find(|code| *code != "None") {
            Some(code) if AGAIN.contains(&code) => CommitError::Conflict,
            other => failed(format!("cancelled: {}", other.unwrap_or("no reason given"))),
        };
    }
    match code(error) {
        UNDER_WAY => CommitError::Failed(StoreError::unsure("commit", UNDER_WAY)),
        code if THROTTLED.contains(&code) => CommitError::Failed(StoreError::busy("commit", code)),
        code if may_be_done(error) => CommitError::Failed(StoreError::unsure("commit", code)),
        code => failed(code.to_owned()),
    }
}

/// Whether the request may have reached the table, and only its answer is missing: nobody may be told that nothing was stored.
fn may_be_done<E, R>(error: &SdkError<E, R>) -> bool
where
    E: ProvideErrorMetadata,
{
    match error {
        SdkError::ConstructionFailure(_) => false,
        SdkError::ServiceError(error) => !error.err().code().is_some_and(|code| REFUSED.contains(&code)),
        _ => true,
    }
}

fn code<E: ProvideErrorMetadata, R>(error: &SdkError<E, R>) -> &str {
    match error {
        SdkError::ServiceError(error) => error.err().code().unwrap_or("an error without a code"),
        SdkError::TimeoutError(_) => "no answer in time",
        SdkError::DispatchFailure(_) => "no connection",
        SdkError::ConstructionFailure(_) => "the request can't be built",
        _ => "an answer that can't be read",
    }
}
