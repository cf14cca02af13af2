//! While the newest site has errors: the forms of the last one that had none, so that whoever mends it can sign in.

use forms_fn::FormsFolder;
use generator::build::BuildOptions;
use generator::serve::Preview;
use generator::site::Memo;
use generator::source::Overlay;
use jiff::Timestamp;

use super::Desk;

/// How far it is looked back, in versions.
const MOST: usize = 20;

impl Desk {
    /// Those of the newest version that had no errors when it was made; none if that is too long ago.
    pub(crate) fn earlier_forms(&self, origin: &str) -> Option<FormsFolder> {
        let log = self.repository.log(&self.repository.head().ok()?, None, MOST).ok()?;
        let folder = self.folder.join("earlier");
        log.iter().find_map(|saved| {
            self.repository.checkout(&saved.version, &folder).ok()?;
            let now = Timestamp::from_second(saved.at).ok()?;
            let build = BuildOptions { root: folder.clone(), now, memo: Memo::new(), ..self.build.clone() };
            Preview::new(&build).ok()?.with(&Overlay::new()).forms(origin)
        })
    }
}
