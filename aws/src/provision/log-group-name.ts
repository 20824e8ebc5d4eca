export const logGroupNameExpectation =
  'a name of 1 to 512 letters, digits and _ - / . #, that does not begin with aws/';

/** The rule of CreateLogGroup. */
export function isLogGroupName(name: string): boolean {
  return /^[A-Za-z0-9_\-/.#]{1,512}$/.test(name) && !name.startsWith('aws/');
}
