import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createTemplate } from './template.ts';

// npm run deploy-template -w @cruddur/aws, after a change of anything here, of a policy or of the Collector's configuration.
writeFileSync(
  join(import.meta.dirname, 'cruddur.template.json'),
  `${JSON.stringify(createTemplate(), undefined, 2)}\n`,
);
