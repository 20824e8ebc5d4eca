export { createSpan, createTwoServiceTrace } from './testing/create-span.ts';
