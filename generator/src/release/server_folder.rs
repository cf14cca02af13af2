//! Where releases go: a folder of this machine, or of another by ssh.

use std::fmt;
use std::path::Path;
use std::str::FromStr;

/// A folder that holds releases, here or there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServerFolder {
    /// The machine as ssh knows it: `host` or `user@host`; `None` for this one.
    pub host: Option<String>,
    /// From the root.
    pub folder: String,
}

/// What is no destination, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotServerFolder(String);

impl FromStr for ServerFolder {
    type Err = NotServerFolder;

    /// As scp reads it: what has a colon before the first slash is on another machine.
    fn from_str(text: &str) -> Result<Self, NotServerFolder> {
        let before = text.split('/').next().unwrap_or_default();
        let destination = match before.split_once(':') {
            Some((host, _)) => there(host, &text[host.len() + 1..])?,
            None => here(text)?,
        };
        match destination.folder.contains('\n') {
            true => Err(NotServerFolder("the folder has a line break in its name".to_owned())),
            false => Ok(destination),
        }
    }
}

fn there(host: &str, folder: &str) -> Result<ServerFolder, NotServerFolder> {
    // ssh would take it for an option.
    if host.is_empty() || host.starts_with('-') || host.contains(char::is_whitespace) {
        return Err(NotServerFolder(format!(
            "`{host}` is no machine: write it as in `deploy@example.org:/srv/spaces`"
        )));
    }
    if !folder.starts_with('/') || folder == "/" {
        return Err(NotServerFolder(format!(
            "`{folder}` is no folder from the root: write it as in `{host}:/srv/spaces`"
        )));
    }
    Ok(ServerFolder { host: Some(host.to_owned()), folder: trimmed(folder) })
}

fn here(folder: &str) -> Result<ServerFolder, NotServerFolder> {
    let path =
        std::path::absolute(Path::new(folder)).map_err(|e| NotServerFolder(format!("`{folder}`: {e}")))?;
    let path = path.to_str().ok_or_else(|| NotServerFolder("the folder's name isn't UTF-8".to_owned()))?;
    if path == "/" {
        return Err(NotServerFolder(
            "`/` is the whole machine: give it a folder such as `/srv/spaces`".to_owned(),
        ));
    }
    Ok(ServerFolder { host: None, folder: trimmed(path) })
}

fn trimmed(folder: &str) -> String {
    folder.trim_end_matches('/').to_owned()
}

impl fmt::Display for ServerFolder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.host {
            Some(host) => write!(f, "{host}:{}", self.folder),
            None => f.write_str(&self.folder),
        }
    }
}

impl fmt::Display for NotServerFolder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for NotServerFolder {}

#[cfg(test)]
mod tests {
    use super::ServerFolder;

    #[test]
    fn a_folder_here_or_on_another_machine() {
        let there = |host: &str, folder: &str| ServerFolder {
            host: Some(host.to_owned()),
            folder: folder.to_owned(),
        };
        assert_eq!("deploy@example.org:/srv/spaces/".parse(), Ok(there("deploy@example.org", "/srv/spaces")));
        assert_eq!("box:/srv/a:b".parse(), Ok(there("box", "/srv/a:b")));
        assert_eq!("/srv/a:b".parse(), Ok(ServerFolder { host: None, folder: "/srv/a:b".to_owned() }));
        for wrong in
            ["-oProxyCommand=x:/srv", ":/srv", "box:srv", "box:", "box:/", "/", "/srv/a\nb", "a b:/srv"]
        {
            assert!(wrong.parse::<ServerFolder>().is_err(), "{wrong:?}");
        }
    }
}
