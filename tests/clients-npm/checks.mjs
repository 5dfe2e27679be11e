// What the scripts share: each check prints one JSON line, {name, result}; an error is a result too.
export const base = process.env.BASE_URL;
export const prompt = 'How was it?';
export const image = 'data:image/png;base64,iVBORw0KGgo=';
export const weather = {
  name: 'get_weather',
  description: 'The weather in a city.',
  parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'], additionalProperties: false },
};
export const mood = {
  title: 'mood',
  type: 'object',
  properties: { mood: { type: 'string' } },
  required: ['mood'],
  additionalProperties: false,
};

/** Runs the checks named in CHECKS, or all, one after the other. */
export async function run(checks) {
  const chosen = process.env.CHECKS?.split(',');
  for (const [name, check] of Object.entries(checks)) {
    if (chosen && !chosen.includes(name)) continue;
    let result;
    try {
      result = await check();
    } catch (error) {
      result = failure(error);
    }
    console.log(JSON.stringify({ name, result }).replaceAll(base, 'BASE'));
  }
}

/** All that comes of a stream, and the error that ended it. */
export async function collect(stream, until = () => false) {
  const items = [];
  try {
    for await (const item of await stream) {
      items.push(item);
      if (until(item)) break;
    }
  } catch (error) {
    return { items, ...failure(error) };
  }
  return { items };
}

export function failure(error) {
  const { name, message, status, statusCode, code, type, param, requestID, isRetryable, responseBody } = error;
  const cause = error.lastError ?? error.cause;
  return {
    error: { kind: error.constructor?.name, name, message, status: status ?? statusCode, code, type, param, requestID, isRetryable, responseBody,
      cause: cause instanceof Error ? failure(cause) : undefined },
  };
}
