// Takes the question of the page to the browser's passkeys, and the answer into the form, which is then sent.
const fromText = (text) =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
const toText = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
const withBytes = (list) => (list ?? []).map((one) => ({ ...one, id: fromText(one.id) }));

const ask = {
  create: async (options) => {
    const user = { ...options.user, id: fromText(options.user.id) };
    const excludeCredentials = withBytes(options.excludeCredentials);
    const publicKey = { ...options, challenge: fromText(options.challenge), user, excludeCredentials };
    const made = await navigator.credentials.create({ publicKey });
    return [made, { attestationObject: toText(made.response.attestationObject) }];
  },
  get: async (options) => {
    const allowCredentials = withBytes(options.allowCredentials);
    const publicKey = { ...options, challenge: fromText(options.challenge), allowCredentials };
    const shown = await navigator.credentials.get({ publicKey });
    const { authenticatorData, signature } = shown.response;
    return [shown, { authenticatorData: toText(authenticatorData), signature: toText(signature) }];
  },
};

for (const form of document.querySelectorAll("form[data-passkey]")) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const failed = document.querySelector("[data-passkey-failed]");
    failed.hidden = true;
    try {
      const [credential, own] = await ask[form.dataset.passkey](JSON.parse(form.dataset.options).publicKey);
      const response = { clientDataJSON: toText(credential.response.clientDataJSON), ...own };
      const { id, type } = credential;
      const rawId = toText(credential.rawId);
      form.elements.credential.value = JSON.stringify({ id, rawId, type, response, extensions: {} });
      form.submit();
    } catch {
      failed.hidden = false;
    }
  });
}
