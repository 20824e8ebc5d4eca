const ipv4 = /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}$/;
const ipv6Group = /^[0-9a-f]{1,4}$/i;
const maxLength = 45;

/** Whether a text is an IPv4 or IPv6 address (RFC 4291), without brackets, port or zone. */
export function isIpAddress(text: string): boolean {
  if (text.length > maxLength) return false;
  return text.includes(':') ? isIpv6(text) : ipv4.test(text);
}

function isIpv6(text: string): boolean {
  const [head = '', tail, ...more] = text.split('::');
  if (more.length > 0) return false;
  const groups = [...toGroups(head), ...toGroups(tail ?? '')];
  let count = groups.length;
  const last = groups.at(-1);
  // The last 32 bits may be written as IPv4, at the very end only.
  if (last?.includes('.') === true && text.endsWith(last)) {
    if (!ipv4.test(last)) return false;
    groups.pop();
    count += 1;
  }
  if (!groups.every((group) => ipv6Group.test(group))) return false;
  return tail === undefined ? count === 8 : count < 8;
}

function toGroups(half: string): string[] {
  return half === '' ? [] : half.split(':');
}
