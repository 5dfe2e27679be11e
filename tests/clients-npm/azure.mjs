import { AzureOpenAI } from 'openai';
import { base, run } from './checks.mjs';
import { checks } from './openai-checks.mjs';

await run(checks(new AzureOpenAI({ endpoint: base, apiKey: 'azure-test', apiVersion: '2024-10-21', maxRetries: 2 })));
