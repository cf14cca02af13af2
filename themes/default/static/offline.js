// Lets a small worker keep this page for when there is no internet.
if (navigator.serviceWorker) {
  const { kept } = document.currentScript.dataset;
  const { controller } = navigator.serviceWorker;
  navigator.serviceWorker.register('/sw.js').then(() => navigator.serviceWorker.ready).then(({ active }) => {
    // The worker did not see the page that started it.
    const parts = [...document.querySelectorAll('link[rel=stylesheet], script[src]')].map((part) => part.href || part.src);
    if (!controller) active.postMessage([location.href, ...parts, location.origin + kept]);
  }).catch(() => {});
}
