import Anthropic from '@anthropic-ai/sdk';
import { base, collect, prompt, run, weather } from './checks.mjs';

const client = new Anthropic({ baseURL: base, apiKey: 'sk-test', maxRetries: 2 });
const messages = [{ role: 'user', content: prompt }];
const ask = (model, more) => client.messages.create({ model, max_tokens: 64, messages, ...more });
const whole = async (model, more) => {
  const answer = await ask(model, more);
  return { answer, requestId: answer._request_id };
};
const tools = [{ name: weather.name, description: weather.description, input_schema: weather.parameters }];

await run({
  plain: () => whole('plain'),
  stream: () => collect(ask('plain', { stream: true })),
  stream_helper: async () => client.messages.stream({ model: 'plain', max_tokens: 64, messages }).finalMessage(),
  tools: () => whole('tools', { tools }),
  stream_tools: () => collect(ask('tools', { tools, stream: true })),
  bad_request: () => whole('bad_request'),
  unauthorized: () => whole('unauthorized'),
  not_found: () => whole('not_found'),
  html: () => whole('html'),
  limited_once: () => whole('limited_once'),
  limited: () => whole('limited'),
  overloaded_once: () => whole('overloaded_once'),
  broken: () => collect(ask('broken', { stream: true })),
  abort: () => collect(ask('abort', { stream: true }), () => true),
  count_tokens: () => client.messages.countTokens({ model: 'plain', messages }),
  models: () => collect(client.models.list()),
});
