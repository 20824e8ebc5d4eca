const shellBlock = /^```sh\n(.*?)^```$/gms;

/** The commands of a page's shell blocks, one after the other: without comments, continued lines as one. */
export function commandsOf(markdown: string): readonly string[] {
  return [...markdown.matchAll(shellBlock)]
    .flatMap(([, block = '']) => block.replaceAll(/\\\n\s*/g, '').split('\n'))
    .map((line) => line.replace(/(^|\s)#.*$/, '').trim())
    .filter((line) => line !== '');
}
