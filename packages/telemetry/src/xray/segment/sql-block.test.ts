import { SpanKind, type Attributes } from '@opentelemetry/api';
import { expect, test } from 'vitest';
import { localParent, toDocument, toDocuments } from './fixtures/documents.ts';

const sqlOf = (attributes: Attributes): unknown =>
  toDocument({ name: 'SELECT', kind: SpanKind.CLIENT, attributes, parentSpanContext: localParent }).sql;

test.each<readonly [string, Attributes, unknown]>([
  [
    'by the stable names',
    {
      'db.system.name': 'postgresql',
      'db.namespace': 'cruddur',
      'db.query.text': 'select $1',
      'server.address': 'db.local',
      'server.port': 5432,
      'user.name': 'app',
    },
    {
      url: 'postgresql://db.local:5432/cruddur',
      database_type: 'postgresql',
      sanitized_query: 'select $1',
      user: 'app',
    },
  ],
  [
    'by the old names',
    {
      'db.system': 'mysql',
      'db.name': 'x',
      'db.statement': 'select ?',
      'net.peer.name': 'h',
      'db.user': 'u',
    },
    { url: 'mysql://h/x', database_type: 'mysql', sanitized_query: 'select ?', user: 'u' },
  ],
  [
    'in the process',
    { 'db.system.name': 'postgresql', 'db.namespace': 'memory', 'db.query.text': 'select 1' },
    { database_type: 'postgresql', sanitized_query: 'select 1' },
  ],
  [
    'at an IPv6 address',
    { 'db.system.name': 'mariadb', 'server.address': '::1', 'server.port': 3306 },
    { connection_string: 'mariadb://[::1]:3306', database_type: 'mariadb' },
  ],
  [
    'of a database without a name',
    { 'db.system.name': 'mariadb', 'server.address': 'h', 'db.namespace': '' },
    { connection_string: 'mariadb://h', database_type: 'mariadb' },
  ],
  [
    'of a database whose name is no part of a URL',
    { 'db.system.name': 'mariadb', 'server.address': 'a\nb', 'db.namespace': '?x y#z' },
    { url: 'mariadb://a%0Ab/%3Fx%20y%23z', database_type: 'mariadb' },
  ],
  [
    'with a URL that has a password',
    { 'db.system': 'postgresql', 'db.connection_string': 'postgres://bob:s3cret@h:5432/x' },
    { database_type: 'postgresql', connection_string: 'postgres://bob@h:5432/x' },
  ],
  [
    'with a password that has signs in it',
    { 'db.system': 'postgresql', 'db.connection_string': 'postgres://bob:s3:c@r/et@h/x' },
    { database_type: 'postgresql', connection_string: 'postgres://bob@h/x' },
  ],
  [
    'with pairs, one a password',
    { 'db.system': 'mssql', 'db.connection_string': 'Server=h;Password="s3;cret";User Id=bob;PWD = s3cret' },
    { database_type: 'mssql', connection_string: 'Server=h;User Id=bob;' },
  ],
  [
    'with a query string that has a password',
    { 'db.system': 'mysql', 'db.connection_string': 'jdbc:mysql://h/x?user=bob&password=s3cret&ssl=1' },
    { database_type: 'mysql', connection_string: 'jdbc:mysql://h/x?user=bob&ssl=1' },
  ],
  [
    'with pairs, one a password with spaces',
    { 'db.system': 'mssql', 'db.connection_string': 'Server=h;User Id=u;Password=se cret x;' },
    { database_type: 'mssql', connection_string: 'Server=h;User Id=u;' },
  ],
  [
    'with pairs, one a password with quotes in quotes',
    { 'db.system': 'mssql', 'db.connection_string': 'Password="se""c;ret" ;Server=h;Pwd={s;}}c};User Id=u' },
    { database_type: 'mssql', connection_string: 'Server=h;User Id=u' },
  ],
  [
    'with pairs between spaces',
    { 'db.system': 'postgresql', 'db.connection_string': "host=h password='se cret' user=u" },
    { database_type: 'postgresql', connection_string: 'host=h  user=u' },
  ],
  [
    'with user and password as Oracle has them',
    { 'db.system': 'oracle', 'db.connection_string': 'jdbc:oracle:thin:scott/tiger@//h:1521/x' },
    { database_type: 'oracle', connection_string: 'jdbc:oracle:thin:scott@//h:1521/x' },
  ],
  [
    'with an Oracle password that has signs in it',
    { 'db.system': 'oracle', 'db.connection_string': 'jdbc:oracle:thin:scott/"ti g/e@r"@h:1521:x' },
    { database_type: 'oracle', connection_string: 'jdbc:oracle:thin:scott@h:1521:x' },
  ],
  [
    'with user and password before an Oracle host',
    { 'db.system': 'oracle', 'db.connection_string': 'scott/tiger@//h:1521/x' },
    { database_type: 'oracle', connection_string: 'scott@//h:1521/x' },
  ],
  [
    'without a password before an Oracle host',
    { 'db.system': 'oracle', 'db.connection_string': 'jdbc:oracle:thin:@//h:1521/x' },
    { database_type: 'oracle', connection_string: 'jdbc:oracle:thin:@//h:1521/x' },
  ],
  [
    'with a user that a password was written behind',
    { 'db.system': 'mysql', 'db.user': 'bob:s3cret' },
    { database_type: 'mysql', user: 'bob' },
  ],
  ['of another kind of database', { 'db.system.name': 'redis', 'db.query.text': 'GET ?' }, undefined],
  ['without a system', { 'db.query.text': 'select 1' }, undefined],
])('%s', (_, attributes, expected) => {
  expect(sqlOf(attributes)).toEqual(expected);
});

test.each([
  'db2',
  'derby',
  'hive',
  'mariadb',
  'mssql',
  'mysql',
  'oracle',
  'other_sql',
  'postgresql',
  'sqlite',
  'teradata',
  'microsoft.sql_server',
  'oracle.db',
  'ibm.db2',
])('%s speaks SQL', (system) => {
  expect(sqlOf({ 'db.system.name': system })).toEqual({ database_type: system });
});

test('a segment has no such block, so the attributes stay in its metadata', () => {
  const attributes = { 'db.system.name': 'sqlite', 'db.query.text': 'select 1' };
  const document = toDocument({ kind: SpanKind.INTERNAL, attributes });
  expect(document.sql).toBeUndefined();
  expect(document.metadata?.['default']).toEqual(attributes);
});

test.each<readonly [string, SpanKind, Attributes]>([
  ['of a query', SpanKind.CLIENT, { 'db.system': 'mssql' }],
  ['of a database that speaks no SQL', SpanKind.CLIENT, { 'db.system': 'mongodb' }],
  ['of local work', SpanKind.INTERNAL, {}],
])('no password gets into the documents %s, not even as annotation', (_, kind, more) => {
  for (const secrets of [
    { 'db.connection_string': 'mongodb://bob:s3cret@h/x', 'db.user': 'bob:s3cret' },
    { 'db.connection_string': 'Server=h;pwd=s3cret' },
  ]) {
    for (const parentSpanContext of [localParent, undefined]) {
      const documents = toDocuments(
        { kind, attributes: { ...more, ...secrets }, parentSpanContext },
        { indexedAttributes: 'all' },
      );
      expect(documents.length).toBeGreaterThan(0);
      expect(JSON.stringify(documents)).not.toContain('s3cret');
      expect(JSON.stringify(documents)).toMatch(/bob@h|Server=h/);
    }
  }
});
