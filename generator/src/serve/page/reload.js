// Loaded by every page of `spaces serve`: loads the page again after each save, and shows what is wrong.
const box = document.querySelector('dialog.spaces-problems, dialog.spaces-warnings');
if (box) {
  const count = document.querySelector('.spaces-count');
  const closed = 'spaces-closed';
  count.addEventListener('click', () => box.showModal());
  box.addEventListener('click', (event) => { if (event.target === box) box.close(); });
  box.addEventListener('close', () => { sessionStorage.setItem(closed, box.dataset.of); count.focus(); });
  // Faults open by themselves, until somebody has closed these very ones.
  if (box.matches('.spaces-problems') && sessionStorage.getItem(closed) !== box.dataset.of) box.showModal();
}

const wait = async (seen) => {
  for (;;) {
    try {
      const answer = await fetch(`/-/version?seen=${seen}`, { cache: 'no-store' });
      if (!answer.ok) throw new Error('the server is stopping');
      const now = await answer.text();
      if (seen !== '' && now !== seen) return location.reload();
      seen = now;
    } catch { await new Promise((done) => setTimeout(done, 500)); }
  }
};
wait('');
