import { useSyncExternalStore } from 'react';

const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  window.addEventListener('popstate', listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener('popstate', listener);
  };
}

const readAddress = (): string => window.location.href;

/** The page's address, followed through links, back and forward. */
export function useAddress(): string {
  return useSyncExternalStore(subscribe, readAddress);
}

/** Shows another address of the page without loading it again. `replace` leaves no entry to go back to. */
export function navigate(path: string, mode: 'push' | 'replace' = 'push'): void {
  if (mode === 'push') window.history.pushState(null, '', path);
  else window.history.replaceState(null, '', path);
  for (const listener of listeners) listener();
}
