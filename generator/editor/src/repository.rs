//! The repository, through the program `git`: versions are read, made and named by plumbing, and nothing else of it is used.
//!
//! Git runs without a shell, without the settings and hooks of the machine, and for a limited time. Paths are those of the site
//! (`content/events/dinner/index.da.md`), also where the site lies in a folder of the repository.

mod along;
mod bare;
mod older;
mod run;
mod tree;
mod work;

use std::fmt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use run::Call;

pub(crate) use run::end_group;

pub use run::GitFault;
pub use tree::Files;
pub use work::Left;

/// A version of the site: the name of a commit.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Version(String);

impl Version {
    /// Reads what git prints or an address names: 40 or 64 hexadecimal digits.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let is_name = matches!(text.len(), 40 | 64)
            && text.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
        is_name.then(|| Self(text.to_owned()))
    }

    /// As git names it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Whoever a version is by.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Signature {
    /// The name.
    pub name: String,
    /// The address.
    pub email: String,
}

/// What is known of a version besides its files.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Saved {
    /// Which.
    pub version: Version,
    /// Its first parent.
    pub before: Option<Version>,
    /// The author's name.
    pub by: String,
    /// The author's address.
    pub email: String,
    /// When, in seconds since 1970.
    pub at: i64,
    /// The whole message.
    pub message: String,
}

impl Saved {
    /// The value of a trailer: `Draft` of `Draft: 0123456789`.
    #[must_use]
    pub fn trailer(&self, name: &str) -> Option<&str> {
        // The first line is a title, whatever it looks like.
        let mut lines = self.message.lines().skip(1).collect::<Vec<_>>().into_iter().rev();
        lines.find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
    }
}

/// A repository and the site in it.
#[derive(Clone, Debug)]
pub struct Repository {
    /// The program.
    program: PathBuf,
    git_dir: PathBuf,
    /// The working copy; of a bare one the same as `git_dir`.
    root: PathBuf,
    /// There is no working copy.
    is_bare: bool,
    /// Of the site in the repository: `` or `site/`.
    prefix: String,
    /// What is checked out.
    branch: String,
    /// Where the branch comes from, if anywhere.
    remote: Option<String>,
    /// How long the host may take.
    patience: Duration,
    /// Who makes versions for others; without it, each makes their own.
    committer: Option<Signature>,
}

impl Repository {
    /// The one in which the folder of a site lies.
    ///
    /// # Errors
    /// A sentence when there is no git, no repository, no branch or nothing in it.
    pub fn of_folder(root: &Path) -> Result<Self, GitFault> {
        Self::with_program(root, &run::git())
    }

    /// The same through another program that does what git does.
    ///
    /// # Errors
    /// As for [`Repository::of_folder`].
    pub fn with_program(root: &Path, program: &Path) -> Result<Self, GitFault> {
        let bare = |arguments: &[&str]| Call::new(program, root).text(arguments);
        let asked = ["rev-parse", "--path-format=absolute", "--git-dir", "--show-prefix"];
        let told = bare(&asked).map_err(|fault| match fault {
            GitFault::Failed { .. } => GitFault::NoRepository(root.to_owned()),
            other => other,
        })?;
        let mut lines = told.lines();
        let git_dir = PathBuf::from(lines.next().unwrap_or_default());
        let prefix = lines.next().unwrap_or_default().to_owned();
        let branch = bare(&["symbolic-ref", "--short", "HEAD"]).map_err(|_| GitFault::NoBranch)?;
        let branch = branch.trim().to_owned();
        let remote = bare(&["config", "--get", &format!("branch.{branch}.remote")]).ok();
        let remote = remote.map(|name| name.trim().to_owned()).filter(|name| !name.is_empty() && name != ".");
        let repository = Self {
            program: program.to_owned(),
            git_dir,
            root: root.to_owned(),
            is_bare: false,
            prefix,
            branch,
            remote,
            patience: run::AT_MOST_TO_HOST,
            committer: None,
        };
        repository.head()?;
        Ok(repository)
    }

    /// The same, but it waits for the host only so long at a time.
    #[must_use]
    pub fn with_patience(self, patience: Duration) -> Self {
        Self { patience, ..self }
    }

    /// The same, in which somebody else makes the versions whose authors people are: a server.
    #[must_use]
    pub fn committed_by(self, committer: Signature) -> Self {
        Self { committer: Some(committer), ..self }
    }

    /// What everybody has who looks here: the newest version of the branch.
    ///
    /// # Errors
    /// When nothing was ever saved, or git fails.
    pub fn head(&self) -> Result<Version, GitFault> {
        self.version(&self.branch_ref())?.ok_or(GitFault::NothingYet)
    }

    /// Where the branch comes from, as git calls it: `origin`.
    #[must_use]
    pub fn remote(&self) -> Option<&str> {
        self.remote.as_deref()
    }

    /// The branch's name.
    #[must_use]
    pub fn branch(&self) -> &str {
        &self.branch
    }

    pub(crate) fn branch_ref(&self) -> String {
        format!("refs/heads/{}", self.branch)
    }

    /// Whom git takes for the author of what is saved on this machine.
    ///
    /// # Errors
    /// When its settings name nobody.
    pub fn owner(&self) -> Result<Signature, GitFault> {
        let of = |key| self.call().text(&["config", "--get", key]).map(|value| value.trim().to_owned());
        match (of("user.name"), of("user.email")) {
            (Ok(name), Ok(email)) if !name.is_empty() && !email.is_empty() => Ok(Signature { name, email }),
            _ => Err(GitFault::NoOwner),
        }
    }

    /// The version that a name stands for.
    pub(crate) fn version(&self, name: &str) -> Result<Option<Version>, GitFault> {
        let found = self.call().text(&[
            "rev-parse",
            "--verify",
            "--quiet",
            "--end-of-options",
            &format!("{name}^{{commit}}"),
        ]);
        match found {
            Ok(text) => Ok(Version::parse(&text)),
            Err(GitFault::Failed { .. }) => Ok(None),
            Err(other) => Err(other),
        }
    }

    /// Moves a name from one version to another, or makes or removes it; `false` if it has moved meanwhile.
    pub(crate) fn move_name(
        &self,
        name: &str,
        from: Option<&Version>,
        to: Option<&Version>,
    ) -> Result<bool, GitFault> {
        let was = from.cloned();
        let nothing = "0".repeat(40);
        let (from, to) = (from.map_or(&*nothing, Version::as_str), to.map_or(&*nothing, Version::as_str));
        match self.call().text(&["update-ref", "--end-of-options", name, to, from]) {
            Ok(_) => Ok(true),
            // Somebody else holds its lock this very moment.
            Err(GitFault::Failed { said, .. }) if said.contains("File exists") => Ok(false),
            // What stands where it stood can't be moved: the disk is full, or may not be written.
            Err(fault @ GitFault::Failed { .. }) if self.version(name)? == was => Err(fault),
            Err(GitFault::Failed { .. }) => Ok(false),
            Err(other) => Err(other),
        }
    }

    /// Whether a name can be made; it isn't.
    ///
    /// # Errors
    /// What git says of it when it can't.
    pub(crate) fn can_name(&self, name: &str) -> Result<(), GitFault> {
        let asked = format!("start\ncreate {name} {}\nprepare\nabort\n", self.head()?);
        self.call().bytes(&["update-ref", "--stdin"], asked.as_bytes()).map(drop)
    }

    /// All names below a folder and what they stand for.
    pub(crate) fn names(&self, below: &str) -> Result<Vec<(String, Version)>, GitFault> {
        let told = self.call().text(&["for-each-ref", "--format=%(objectname) %(refname)", below])?;
        let name = |line: &str| {
            let (version, name) = line.split_once(' ')?;
            Some((name.to_owned(), Version::parse(version)?))
        };
        Ok(told.lines().filter_map(name).collect())
    }

    /// The newest versions, the newest first; only those that changed a path, if one is given.
    ///
    /// # Errors
    /// When git fails.
    pub fn log(&self, from: &Version, path: Option<&str>, most: usize) -> Result<Vec<Saved>, GitFault> {
        self.log_with("--first-parent", from, path, most)
    }

    /// The same with what was brought in from branches.
    pub(crate) fn log_of_all(&self, from: &Version, most: usize) -> Result<Vec<Saved>, GitFault> {
        self.log_with("--date-order", from, None, most)
    }

    fn log_with(
        &self,
        how: &str,
        from: &Version,
        path: Option<&str>,
        most: usize,
    ) -> Result<Vec<Saved>, GitFault> {
        let most = format!("--max-count={most}");
        let mut arguments =
            vec!["log", "-z", how, &*most, "--format=%H%n%P%n%an%n%ae%n%at%n%B", from.as_str(), "--"];
        let path = path.map(|path| self.path(path));
        arguments.extend(path.as_deref());
        Ok(self.call().text(&arguments)?.split('\0').filter_map(saved).collect())
    }

    /// What is known of one version.
    ///
    /// # Errors
    /// When git fails or there is none.
    pub fn saved(&self, version: &Version) -> Result<Saved, GitFault> {
        self.log(version, None, 1)?.pop().ok_or(GitFault::NothingYet)
    }

    /// Whether a version has another among those before it, or is it.
    pub(crate) fn has(&self, version: &Version, earlier: &Version) -> Result<bool, GitFault> {
        match self.call().text(&["merge-base", "--is-ancestor", earlier.as_str(), version.as_str()]) {
            Ok(_) => Ok(true),
            Err(GitFault::Failed { .. }) => Ok(false),
            Err(other) => Err(other),
        }
    }

    /// The newest version that two have in common.
    pub(crate) fn common(&self, one: &Version, other: &Version) -> Result<Version, GitFault> {
        let told = self.call().text(&["merge-base", one.as_str(), other.as_str()])?;
        Version::parse(told.lines().next().unwrap_or_default()).ok_or(GitFault::NothingYet)
    }

    /// What a name stands for at the host; `None` if it has none.
    pub(crate) fn at_host(&self, name: &str) -> Result<Option<Version>, GitFault> {
        let Some(remote) = &self.remote else { return Ok(None) };
        let told = self.call().slow(self.patience).text(&["ls-remote", "--quiet", "--", remote, name])?;
        let mut found = told.lines().filter_map(|line| line.split_once('\t'));
        Ok(found.find(|(_, known)| *known == name).and_then(|(version, _)| Version::parse(version)))
    }

    /// The address of the host, as git's settings have it.
    pub(crate) fn remote_url(&self) -> Option<String> {
        let key = format!("remote.{}.url", self.remote.as_deref()?);
        self.call().text(&["config", "--get", &key]).ok().map(|url| url.trim().to_owned())
    }

    /// Brings what the host has, and says what its branch stands for; `None` without a host.
    ///
    /// # Errors
    /// [`GitFault::TakenBack`], each time, when the host has gone back behind what we know of it. Then nothing goes on from there by itself: what
    /// was taken back there, such as words about a person, would come back with the next publication.
    pub(crate) fn fetch(&self) -> Result<Option<Version>, GitFault> {
        let Some(remote) = &self.remote else { return Ok(None) };
        let known = format!("refs/remotes/{remote}/{}", self.branch);
        let brought = format!("refs/host/{remote}/{}", self.branch);
        let wanted = format!("+{}:{brought}", self.branch_ref());
        self.call().slow(self.patience).text(&[
            "fetch",
            "--quiet",
            "--no-tags",
            "--refmap=",
            "--",
            remote,
            &wanted,
        ])?;
        let there = self.version(&brought)?.ok_or(GitFault::NothingYet)?;
        if let Some(known) = self.version(&known)?
            && !self.has(&there, &known)?
        {
            return Err(GitFault::TakenBack(known.to_string()));
        }
        self.call().text(&["update-ref", "--end-of-options", &known, there.as_str()])?;
        Ok(Some(there))
    }

    /// Gives a version to the host as the newest of its branch, if it only goes on from what is there. `false` if somebody was faster.
    pub(crate) fn push(&self, version: &Version) -> Result<bool, GitFault> {
        let Some(remote) = &self.remote else { return Ok(true) };
        let is_first = self.give(version, &self.branch_ref())?;
        if is_first {
            let there = format!("refs/remotes/{remote}/{}", self.branch);
            self.call().text(&["update-ref", "--end-of-options", &there, version.as_str()])?;
        }
        Ok(is_first)
    }

    /// Gives a version to the host under a name, if it only goes on from what has that name there. `false` if somebody was faster.
    pub(crate) fn give(&self, version: &Version, name: &str) -> Result<bool, GitFault> {
        let Some(remote) = &self.remote else { return Ok(false) };
        let wanted = format!("{version}:{name}");
        let told = self.call().slow(self.patience).text(&[
            "push",
            "--porcelain",
            "--no-verify",
            "--",
            remote,
            &wanted,
        ]);
        match told {
            Ok(_) => Ok(true),
            Err(GitFault::Failed { said, .. })
                if said.contains("[rejected]")
                    || said.contains("fetch first")
                    || said.contains("failed to update ref")
                    || said.contains("cannot lock ref") =>
            {
                Ok(false)
            }
            Err(other) => Err(other),
        }
    }

    /// A path of the site as the repository has it.
    fn path(&self, path: &str) -> String {
        format!("{}{path}", self.prefix)
    }

    fn call(&self) -> Call<'_> {
        Call::new(&self.program, &self.root).of(&self.git_dir)
    }
}

fn saved(told: &str) -> Option<Saved> {
    let mut lines = told.trim_start_matches('\n').splitn(6, '\n');
    let version = Version::parse(lines.next()?)?;
    let before = lines.next()?.split(' ').next().and_then(Version::parse);
    let by = lines.next()?.to_owned();
    let email = lines.next()?.to_owned();
    let at = lines.next()?.parse().ok()?;
    let message = lines.next().unwrap_or_default().trim_end().to_owned();
    Some(Saved { version, before, by, email, at, message })
}
