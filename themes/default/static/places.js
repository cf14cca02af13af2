// Says where few places are left, or none. Where the forms don't answer, the number of all places stays.
(() => {
  const asked = {};
  document.querySelectorAll('[data-places]').forEach((shown) => {
    const { places, event } = shown.dataset;
    asked[places] = asked[places] || fetch(places, { headers: { accept: 'application/json' } }).then((answer) => (answer.ok ? answer.json() : {})).catch(() => ({}));
    asked[places].then((told) => { if (told[event] && told[event].text) shown.textContent = told[event].text; });
  });
})();
