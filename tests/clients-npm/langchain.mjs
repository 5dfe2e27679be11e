import { HumanMessage } from '@langchain/core/messages';
import { ChatOpenAI, OpenAIEmbeddings } from '@langchain/openai';
import { base, collect, image, mood, prompt, run, weather } from './checks.mjs';

const configuration = { baseURL: `${base}/v1` };
const chat = (model, more) => new ChatOpenAI({ model, apiKey: 'sk-test', maxRetries: 2, configuration, ...more });
const ask = (model, more) => chat(model, more).invoke(prompt);
const tools = [{ type: 'function', function: weather }];
const picture = new HumanMessage({ content: [{ type: 'text', text: prompt }, { type: 'image_url', image_url: { url: image } }] });

await run({
  plain: () => ask('plain'),
  stream: () => collect(chat('plain', { streamUsage: false }).stream(prompt)),
  stream_usage: () => collect(chat('plain').stream(prompt)),
  tools: () => chat('tools').bindTools(tools).invoke(prompt),
  stream_tools: () => collect(chat('tools').bindTools(tools).stream(prompt)),
  schema: () => chat('schema').withStructuredOutput(mood, { name: 'mood', method: 'jsonSchema' }).invoke(prompt),
  choices: () => chat('choices', { n: 2 }).generate([[new HumanMessage(prompt)]]),
  logprobs: () => ask('logprobs', { logprobs: true, topLogprobs: 1 }),
  image: () => chat('image').invoke([picture]),
  bad_request: () => ask('bad_request'),
  unauthorized: () => ask('unauthorized'),
  not_found: () => ask('not_found'),
  html: () => ask('html'),
  limited_once: () => ask('limited_once'),
  limited: () => ask('limited'),
  failed_once: () => ask('failed_once'),
  broken: () => collect(chat('broken').stream(prompt)),
  abort: () => collect(chat('abort').stream(prompt), () => true),
  embeddings: () => new OpenAIEmbeddings({ model: 'embed', apiKey: 'sk-test', configuration }).embedDocuments(['a', 'b']),
});
