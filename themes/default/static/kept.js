// On the page for offline: the stories and events that are kept on this device, the last one first.
if (window.caches) caches.open('pages').then(async (pages) => {
  const list = document.getElementById('kept');
  for (const request of (await pages.keys()).reverse()) {
    const { pathname } = new URL(request.url);
    if (pathname.split('/')[1] !== document.documentElement.lang) continue;
    const page = new DOMParser().parseFromString(await (await pages.match(request)).text(), 'text/html');
    const link = list.appendChild(document.createElement('li')).appendChild(document.createElement('a'));
    link.href = pathname;
    link.textContent = page.querySelector('h1').textContent.trim();
  }
  document.getElementById('none').hidden = list.children.length > 0;
});
