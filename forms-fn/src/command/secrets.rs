//! `forms-fn secrets put`: the secrets of a table, sealed, into its table of keys, where its functions find them.

use std::path::PathBuf;

use super::output;

#[derive(Debug, clap::Args)]
pub(crate) struct SecretsArguments {
    #[command(subcommand)]
    act: Act,
}

#[derive(Debug, clap::Subcommand)]
enum Act {
    /// Seal `secrets.json` by the key of KMS and put it into the table of keys; functions without FORMS_KEYS take it from there
    Put(PutArguments),
}

#[derive(Debug, clap::Args)]
struct PutArguments {
    /// Table of DynamoDB, whose keys lie in `NAME-keys`; FORMS_KMS_KEY, AWS_REGION and credentials stand in the environment
    #[arg(long, value_name = "NAME")]
    table: String,
    /// Folder of `secrets.json`
    #[arg(long, value_name = "DIR")]
    data: PathBuf,
}

pub(crate) async fn secrets(arguments: SecretsArguments) -> Result<(), String> {
    let Act::Put(PutArguments { table, data }) = arguments.act;
    // Other secrets than those of the records are refused by opening them together.
    drop(crate::opening::desk(&data, Some(&table)).await?);
    let keyring = forms_fn::secret::load(&data).map_err(|e| e.to_string())?;
    let keyring = keyring.ok_or_else(|| format!("no `secrets.json` in `{}`", data.display()))?;
    put(&table, &keyring).await?;
    output::tell(&format!(
        "the secrets lie sealed in `{table}-keys`; start functions anew after each `rotate-keys` and `put`\n"
    ));
    Ok(())
}

#[cfg(feature = "aws")]
async fn put(table: &str, keyring: &forms_fn::secret::Keyring) -> Result<(), String> {
    crate::table::put_secrets(table, keyring).await
}

#[cfg(not(feature = "aws"))]
async fn put(_: &str, _: &forms_fn::secret::Keyring) -> Result<(), String> {
    Err("this program was built without its feature `aws`".to_owned())
}
