// Runs in the CDN before a file is looked for: the address of a page → the key of a file in the bucket. What stands in
// dollars and braces is filled in by the stack. The key is also what the CDN knows its copies by, so another release is
// another file: nothing has to be thrown away, and going back finds the old copies.
var FOLDER = '${Folder}', BASE = '${BasePath}', TEXTS = '${Texts}'.split(',');

function handler(event) {
  return event.context.eventType === 'viewer-response' ? varied(event.response) : found(event.request);
}

// What others keep has to be told apart, too.
function varied(response) {
  response.headers['vary'] = { value: 'Accept-Encoding' };
  return response;
}

function found(request) {
  var path = request.uri;
  if (path === BASE) return moved(request);
  if (path.indexOf(BASE + '/') === 0) path = path.slice(BASE.length);
  var name = path.slice(path.lastIndexOf('/') + 1);
  if (FOLDER === '' && /^\/previews\/[^/]+\/([^/]+\/forms\/|desk(\/|$)|altcha$)/.test(path)) return tried();
  if (name === '') path += 'index.html';
  else if (name.indexOf('.') < 0 && FOLDER !== '/kept') return moved(request);
  request.uri = FOLDER + path + copy(path, request.headers['accept-encoding']);
  return request;
}

// With its host: `//elsewhere/` alone would lead to another one.
function moved(request) {
  var query = [];
  Object.keys(request.querystring).forEach(function (name) {
    var given = request.querystring[name];
    (given.multiValue || [given]).forEach(function (one) { query.push(name + '=' + one.value); });
  });
  var target = 'https://' + request.headers['host'].value + request.uri + '/' + (query.length ? '?' + query.join('&') : '');
  return { statusCode: 301, statusDescription: 'Moved Permanently', headers: { location: { value: target } } };
}

// Each text has a copy in Brotli and in gzip.
function copy(path, accepted) {
  if (!accepted || TEXTS.indexOf(path.slice(path.lastIndexOf('.') + 1)) < 0) return '';
  return takes(accepted.value, 'br') ? '.br' : takes(accepted.value, 'gzip') ? '.gz' : '';
}

function takes(accepted, name) {
  return accepted.toLowerCase().split(',').some(function (one) {
    var parts = one.replace(/\s/g, '').split(';');
    return parts[0] === name && !/^q=0(\.0*)?$/.test(parts[1] || '');
  });
}

// A preview looks like the site, and keeps nothing of anybody.
function tried() {
  return {
    statusCode: 404, statusDescription: 'Not Found',
    headers: { 'content-type': { value: 'text/plain; charset=utf-8' }, 'x-robots-tag': { value: 'noindex' } },
    body: { encoding: 'text', data: 'This is a preview: its forms take nothing.' },
  };
}
