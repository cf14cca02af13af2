//! Letters as files.

use std::fs;

use forms_fn::mail::{Letter, SendError, Transport};

use super::letter;

#[tokio::test]
async fn a_letter_becomes_a_file_that_only_we_can_read() {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("var/mail");
    let transport = Transport::Folder(folder.clone());
    transport.send(&letter()).await.unwrap();
    let file = folder.join("k7q2mm4x.0.confirmed.eml");
    assert_eq!(fs::read(&file).unwrap(), super::bytes(&letter()));
    transport.send(&letter()).await.unwrap();
    let names: Vec<_> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(names, ["k7q2mm4x.0.confirmed.eml"], "a second try leaves the one letter and no rest");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = |path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(&folder), mode(&file)), (0o700, 0o600));
    }
}

#[tokio::test]
async fn an_id_never_leads_out_of_the_folder() {
    let dir = tempfile::tempdir().unwrap();
    let transport = Transport::Folder(dir.path().join("mail"));
    for id in ["../x", "a/b", "..", "a..b", ".a", "a.", ".", ""] {
        let sent = transport.send(&Letter { id: id.to_owned(), ..letter() }).await;
        assert!(matches!(sent, Err(SendError::Permanent(_))), "{id}");
    }
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 0);
}

#[tokio::test]
async fn a_folder_that_cannot_be_written_is_tried_again() {
    let dir = tempfile::tempdir().unwrap();
    let taken = dir.path().join("mail");
    fs::write(&taken, "a file").unwrap();
    let sent = Transport::Folder(taken).send(&letter()).await;
    assert!(matches!(sent, Err(SendError::Temporary(_))), "{sent:?}");
}
