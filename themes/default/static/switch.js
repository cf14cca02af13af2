// The page's language switcher keeps what was typed: it presses the form's own button for that language. Nothing is left on
// the phone. Without this, and before anything is typed, its links lead to the page itself.
(function () {
  var touched;

  // Browsers fill in again what was typed before the way back, and tell nobody.
  function isTyped(field) {
    return field.checked !== field.defaultChecked || ('defaultValue' in field && field.value !== field.defaultValue);
  }

  document.addEventListener('change', function () { touched = true; });
  document.addEventListener('click', function (e) {
    var link = e.target.closest('[class^=languages] a');
    var button = link && document.querySelector('[name=only_language][lang=' + link.lang + ']');
    if (!button || e.ctrlKey || e.metaKey) return;
    if (touched || document.querySelector('[data-typed]') || [].some.call(button.form.elements, isTyped)) {
      e.preventDefault();
      button.click();
    }
  });
}());
