export { createSpan, createTwoServiceTrace } from './testing/create-span.ts';
export { fullDocuments as xrayDocumentCorpus } from './testing/segment-documents.ts';
