// A button at the end that shares the page, or else copies its address.
(() => {
  const { share, copied } = document.currentScript.dataset;
  const article = document.querySelector('article');
  if (!article || !(navigator.share || navigator.clipboard)) return;
  const place = article.appendChild(document.createElement('p'));
  const button = place.appendChild(document.createElement('button'));
  const said = place.appendChild(document.createElement('span'));
  const address = document.querySelector('link[rel=canonical]').href;
  place.className = 'share';
  button.type = 'button';
  button.className = 'button button-quiet';
  button.textContent = share;
  said.setAttribute('role', 'status');
  button.addEventListener('click', async () => {
    try {
      if (navigator.share) return await navigator.share({ title: document.title, url: address });
      await navigator.clipboard.writeText(address);
      said.textContent = copied;
    } catch (e) {
      // Whoever closes the device's own window has not failed.
      if (e.name !== 'AbortError') said.textContent = address;
    }
  });
})();
