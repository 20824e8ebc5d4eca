const script =
  'import{getCACertificates as get,setDefaultCACertificates as set}from"node:tls";' +
  'const given=process.env.DATABASE_AUTHORITIES;' +
  'if(given)set([...get("default"),...given.match(/-----BEGIN CERTIFICATE-----[^]+?-----END CERTIFICATE-----/g)??[]])';

/**
 * For NODE_OPTIONS: makes Node trust the certificates of `DATABASE_AUTHORITIES` beside its own. Amazon signs databases by
 * authorities that nobody has built in, and `NODE_EXTRA_CA_CERTS` wants a file, for which a read-only container has no place.
 */
export const trustDatabaseAuthorities: string = `--import=data:text/javascript,${encodeURIComponent(script)}`;
