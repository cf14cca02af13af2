import { chromium } from 'playwright-core'; import fs from 'node:fs';
const [out,...files]=process.argv.slice(2);
const b=await chromium.launch({executablePath:'/usr/bin/chromium',args:['--no-sandbox','--disable-gpu']});
const p=await b.newPage({viewport:{width:1900,height:1000}});
const imgs=files.map(f=>`<img style="width:${Math.floor(1880/files.length)}px;vertical-align:top" src="data:image/png;base64,${fs.readFileSync(f).toString('base64')}">`).join('');
await p.setContent(`<body style="margin:0;background:#888">${imgs}</body>`);
await p.screenshot({path:out,clip:{x:0,y:0,width:1900,height:1000}});
await b.close();
