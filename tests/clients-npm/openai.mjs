import OpenAI from 'openai';
import { base, run } from './checks.mjs';
import { checks } from './openai-checks.mjs';

await run(checks(new OpenAI({ baseURL: `${base}/v1`, apiKey: 'sk-test', maxRetries: 2 })));
