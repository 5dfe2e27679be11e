import { collect, image, mood, prompt, weather } from './checks.mjs';

const tools = [{ type: 'function', function: weather }];
const picture = [{ role: 'user', content: [{ type: 'text', text: prompt }, { type: 'image_url', image_url: { url: image } }] }];

/** The checks of a client of the `openai` package, OpenAI's own or Azure's. */
export const checks = (client) => {
  const ask = (model, more) => client.chat.completions.create({ model, messages: [{ role: 'user', content: prompt }], ...more });
  const whole = async (model, more) => {
    const answer = await ask(model, more);
    return { answer, requestId: answer._request_id };
  };
  const complete = (more) => client.completions.create({ model: 'plain', prompt, ...more });
  const respond = (more) => client.responses.create({ model: 'plain', input: prompt, ...more });

  return {
    plain: () => whole('plain'),
    stream: () => collect(ask('plain', { stream: true })),
    stream_usage: () => collect(ask('plain', { stream: true, stream_options: { include_usage: true } })),
    tools: () => whole('tools', { tools }),
    stream_tools: () => collect(ask('tools', { tools, stream: true })),
    schema: () => whole('schema', { response_format: { type: 'json_schema', json_schema: { name: 'mood', strict: true, schema: mood } } }),
    choices: () => whole('choices', { n: 2 }),
    logprobs: () => whole('logprobs', { logprobs: true, top_logprobs: 1 }),
    image: () => whole('image', { messages: picture }),
    bad_request: () => whole('bad_request'),
    stream_bad_request: () => collect(ask('bad_request', { stream: true })),
    unauthorized: () => whole('unauthorized'),
    not_found: () => whole('not_found'),
    html: () => whole('html'),
    limited_once: () => whole('limited_once'),
    limited: () => whole('limited'),
    failed_once: () => whole('failed_once'),
    broken: () => collect(ask('broken', { stream: true })),
    abort: () => collect(ask('abort', { stream: true }), () => true),
    embeddings: () => client.embeddings.create({ model: 'embed', input: ['a', 'b'] }),
    models: () => collect(client.models.list()),
    completion: () => complete(),
    stream_completion: () => collect(complete({ stream: true })),
    response: () => respond(),
    stream_response: () => collect(respond({ stream: true })),
    response_helper: () => client.responses.stream({ model: 'plain', input: prompt }).finalResponse(),
  };
};
