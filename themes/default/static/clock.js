// What is over by the reader's clock is marked, though the page was built before; and whoever is in another time
// zone sees when an event online begins there.
(() => {
  const { over, yours } = document.currentScript.dataset;
  const note = (row, words, name) => {
    const line = document.createElement('p');
    line.className = name;
    line.textContent = words;
    (row.querySelector('.row-text, .fact dd') || row).append(line);
  };
  document.querySelectorAll('[data-ends]').forEach((row) => {
    if (new Date(row.dataset.ends) < Date.now()) {
      row.classList.add('is-over');
      if (!row.querySelector('.state-past')) note(row, over, 'state state-past');
      return;
    }
    const iso = row.querySelector('time').getAttribute('datetime');
    const starts = new Date(iso);
    const [, sign, hours, minutes] = /([+-])(\d\d):(\d\d)$/.exec(iso);
    const offset = (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
    if (row.dataset.online === undefined || -starts.getTimezoneOffset() === offset) return;
    // Swedish writes a date as ISO does.
    const otherDay = starts.toLocaleDateString('sv') !== iso.slice(0, 10);
    const words = starts.toLocaleString(document.documentElement.lang, { hour: '2-digit', minute: '2-digit', ...(otherDay && { weekday: 'long', day: 'numeric', month: 'long' }) });
    note(row, yours.replace('#', words), 'your-time');
  });
})();
