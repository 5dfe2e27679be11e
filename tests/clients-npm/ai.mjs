import { createOpenAI } from '@ai-sdk/openai';
import { embedMany, generateObject, generateText, jsonSchema, streamText, tool } from 'ai';
import { base, collect, image, mood, prompt, run, weather } from './checks.mjs';

const openai = createOpenAI({ baseURL: `${base}/v1`, apiKey: 'sk-test' });
const ask = async (model, more) => {
  const answer = await generateText({ model: openai.chat(model), prompt, maxRetries: 2, ...more });
  const { text, finishReason, usage, toolCalls, response, providerMetadata, warnings } = answer;
  return { text, finishReason, usage, toolCalls, id: response.id, requestId: response.headers['x-request-id'], providerMetadata, warnings };
};
const stream = (model, more) => streamText({ model: openai.chat(model), prompt, maxRetries: 2, onError: () => {}, ...more });
const parts = async (model, more) => {
  const { items, error } = await collect(stream(model, more).fullStream);
  return { items: items.map(({ request, response, error, ...part }) => ({ ...part, id: response?.id, error: error?.message ?? error })), error };
};
const tools = { get_weather: tool({ description: weather.description, inputSchema: jsonSchema(weather.parameters) }) };
const picture = [{ role: 'user', content: [{ type: 'text', text: prompt }, { type: 'image', image }] }];

await run({
  plain: () => ask('plain'),
  stream: () => parts('plain'),
  tools: () => ask('tools', { tools }),
  stream_tools: () => parts('tools', { tools }),
  schema: async () => (await generateObject({ model: openai.chat('schema'), schema: jsonSchema(mood), schemaName: 'mood', prompt })).object,
  logprobs: () => ask('logprobs', { providerOptions: { openai: { logprobs: 1 } } }),
  image: () => ask('image', { prompt: picture }),
  bad_request: () => ask('bad_request'),
  unauthorized: () => ask('unauthorized'),
  not_found: () => ask('not_found'),
  html: () => ask('html'),
  limited_once: () => ask('limited_once'),
  limited: () => ask('limited'),
  failed_once: () => ask('failed_once'),
  broken: () => parts('broken'),
  abort: async () => {
    const controller = new AbortController();
    const found = [];
    for await (const text of stream('abort', { abortSignal: controller.signal }).textStream) {
      found.push(text);
      controller.abort();
    }
    return found;
  },
  embeddings: async () => (await embedMany({ model: openai.embedding('embed'), values: ['a', 'b'] })).embeddings,
});
