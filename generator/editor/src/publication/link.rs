//! The page of a host on which a branch is proposed, from the address of the repository.

use form_urlencoded::byte_serialize;

/// A host's program, as far as its addresses differ.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Host {
    GitHub,
    GitLab,
    /// Also Gitea.
    Forgejo,
}

/// `https://github.com/owner/site/compare/main...spaces/0123456789?expand=1`. `None` where it isn't known how that host calls it. Nothing of
/// the address that says who asks is in it.
pub(super) fn to_propose(remote: &str, onto: &str, branch: &str) -> Option<String> {
    let (host, path) = place(remote)?;
    let onto = encoded(onto);
    let base = format!("https://{host}/{path}");
    Some(match of_host(&host)? {
        Host::GitHub => format!("{base}/compare/{onto}...{branch}?expand=1"),
        Host::GitLab => {
            let (from, to) = ("merge_request%5Bsource_branch%5D", "merge_request%5Btarget_branch%5D");
            format!("{base}/-/merge_requests/new?{from}={}&{to}={onto}", encoded(branch))
        }
        Host::Forgejo => format!("{base}/compare/{onto}...{branch}"),
    })
}

fn of_host(host: &str) -> Option<Host> {
    let is = |name: &str| host.split('.').any(|part| part == name);
    if is("github") {
        Some(Host::GitHub)
    } else if is("gitlab") {
        Some(Host::GitLab)
    } else if host == "codeberg.org" || is("forgejo") || is("gitea") {
        Some(Host::Forgejo)
    } else {
        None
    }
}

/// Host and path of `https://host/owner/site.git`, `ssh://git@host:22/owner/site.git` or `git@host:owner/site.git`.
fn place(remote: &str) -> Option<(String, String)> {
    let (authority, path, is_web) = match remote.split_once("://") {
        Some((scheme @ ("https" | "ssh"), rest)) => {
            let (authority, path) = rest.split_once('/')?;
            (authority, path, scheme == "https")
        }
        Some(_) => return None,
        None => {
            let (authority, path) = remote.split_once(':')?;
            (authority, path, false)
        }
    };
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    // A port of SSH isn't one of pages.
    let host = if is_web { host } else { host.split(':').next()? };
    let is_host = |b: u8| b.is_ascii_alphanumeric() || b"-.:".contains(&b);
    let path = path.trim_matches('/');
    let path = path.strip_suffix(".git").unwrap_or(path);
    let is_path = |b: u8| b.is_ascii_alphanumeric() || b"-._~/".contains(&b);
    let fits =
        host.contains('.') && host.bytes().all(is_host) && path.contains('/') && path.bytes().all(is_path);
    fits.then(|| (host.to_ascii_lowercase(), path.to_owned()))
}

fn encoded(text: &str) -> String {
    byte_serialize(text.as_bytes()).collect()
}

#[cfg(test)]
mod tests {
    use super::to_propose;

    #[test]
    fn each_host_has_its_page_and_no_password_is_in_it() {
        let of = |remote: &str| to_propose(remote, "main", "spaces/0123456789");
        let github = Some("https://github.com/o/site/compare/main...spaces/0123456789?expand=1".to_owned());
        for remote in [
            "https://github.com/o/site.git",
            "https://github.com/o/site/",
            "https://ida:secret@github.com/o/site.git",
            "git@github.com:o/site.git",
            "ssh://git@github.com:22/o/site.git",
        ] {
            assert_eq!(of(remote), github, "{remote}");
        }
        assert_eq!(
            of("git@gitlab.example.org:group/below/site.git"),
            Some("https://gitlab.example.org/group/below/site/-/merge_requests/new?merge_request%5Bsource_branch%5D=spaces%2F0123456789&merge_request%5Btarget_branch%5D=main".to_owned())
        );
        for host in ["codeberg.org", "forgejo.example.org", "gitea.example.org:3000"] {
            let there = Some(format!("https://{host}/o/site/compare/main...spaces/0123456789"));
            assert_eq!(of(&format!("https://{host}/o/site.git")), there);
        }
        for remote in [
            "/srv/site.git",
            "../host.git",
            "file:///srv/site.git",
            "https://git.example.org/o/site.git",
            "https://github.com/\" onclick=x/site",
            "javascript://github.com/o/site",
            "https://notgithub.com/o/site",
            "https://github.com",
        ] {
            assert_eq!(of(remote), None, "{remote}");
        }
        let odd = to_propose("git@github.com:o/site.git", "a&b", "spaces/1");
        assert_eq!(odd, Some("https://github.com/o/site/compare/a%26b...spaces/1?expand=1".to_owned()));
    }
}
