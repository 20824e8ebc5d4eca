/** Style sheet of the reference page. A string, so that it survives bundling without any file beside the bundle. */
export const referenceStyle = `
:root { color-scheme: light dark; --line: light-dark(#ddd, #333); --soft: light-dark(#f6f7f9, #1b1d22); --muted: light-dark(#666, #9a9fa8); }
* { box-sizing: border-box; }
body { margin: 0; display: grid; grid-template-columns: 20rem minmax(0, 1fr); font: 15px/1.5 system-ui, sans-serif; }
nav { position: sticky; top: 0; height: 100vh; overflow: auto; padding: 1.5rem; border-right: 1px solid var(--line); background: var(--soft); }
nav h2 { margin: 1.25rem 0 .25rem; font-size: .8rem; color: var(--muted); text-transform: uppercase; letter-spacing: .05em; }
nav ul { list-style: none; margin: 0; padding: 0; }
nav a { display: block; padding: .15rem 0; color: inherit; text-decoration: none; font-size: .85rem; overflow-wrap: anywhere; }
nav a:hover { text-decoration: underline; }
main { max-width: 62rem; padding: 1.5rem 2.5rem 6rem; }
h1 small { font-weight: 400; color: var(--muted); font-size: 1rem; }
h3 { font-size: 1.1rem; }
h4 { margin: 1.25rem 0 .4rem; font-size: .8rem; color: var(--muted); text-transform: uppercase; letter-spacing: .05em; }
section { padding-top: 1.5rem; margin-top: 2rem; border-top: 1px solid var(--line); }
code, pre { font: .88em/1.5 ui-monospace, monospace; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; padding: .75rem 1rem; border-radius: 6px; background: var(--soft); border: 1px solid var(--line); }
b.GET { color: light-dark(#0a7a3d, #4cc38a); } b.POST { color: light-dark(#8a4b00, #f0a848); }
table { width: 100%; border-collapse: collapse; }
th, td { padding: .35rem .75rem .35rem 0; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; font-weight: 400; }
td { color: var(--muted); } td code { color: initial; color: light-dark(#222, #ddd); }
dt { margin-top: .75rem; font-weight: 600; overflow-wrap: anywhere; } dt code { font-weight: 400; color: var(--muted); }
dd { margin: 0 0 0 1.25rem; }
.success { color: light-dark(#0a7a3d, #4cc38a); } .error { color: light-dark(#a11, #f0837c); }
@media (max-width: 50rem) { body { display: block; } nav { position: static; height: auto; } main { padding: 1.5rem; } }
`;
