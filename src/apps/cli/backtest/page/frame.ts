import { type Html, html, trusted, unbroken } from './html.ts';
import { STYLE } from './style.ts';

/** A page that needs nothing else: no script, nothing loaded from anywhere, all text escaped. */
export function pageFrame(title: string, span: string, lead: string, sections: readonly Html[]): string {
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<link rel="icon" href="data:,">
<title>${title}</title>
<style>
${trusted(STYLE)}</style>
</head>
<body>
<main>
<header><h1>${title}</h1>
<p class="span">${span}</p>
<p class="lead">${unbroken(lead)}</p></header>
${sections}</main>
</body>
</html>
`;
  return page.markup;
}
