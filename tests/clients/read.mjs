// Reads replies with the official JavaScript SDKs, and says what a program would have seen of each.
// usage: node read.mjs URL JOBS OUT
//   URL   the gateway's root, without a path
//   JOBS  a JSON file: [{ id, client: chat | responses | anthropic | gemini, stream, request }], where request is the SDK's own argument
//   OUT   the file to write: [{ id, text, calls: [{ name, arguments }], stop, usage: { input, cached, written, output, reasoning }, error }]
import { readFile, writeFile } from 'node:fs/promises';
import OpenAI from 'openai';
import Anthropic from '@anthropic-ai/sdk';
import { GoogleGenAI } from '@google/genai';

const [url, jobsFile, outFile] = process.argv.slice(2);
const AT_ONCE = 8;
const once = { maxRetries: 0, timeout: 60_000, apiKey: 'callers-key' };
const openai = new OpenAI({ ...once, baseURL: `${url}/v1` });
const anthropic = new Anthropic({ ...once, baseURL: url });
const google = new GoogleGenAI({ apiKey: 'callers-key', httpOptions: { baseUrl: url, timeout: 60_000 } });

const usage = (input, cached, written, output, reasoning) => ({
  input: input ?? 0, cached: cached ?? 0, written: written ?? 0, output: output ?? 0, reasoning: reasoning ?? 0,
});

const readers = {
  async chat({ stream, request }) {
    const reply = stream
      ? await openai.chat.completions.stream({ ...request, stream_options: { include_usage: true } }).finalChatCompletion()
      : await openai.chat.completions.create(request);
    const choice = reply.choices[0];
    const u = reply.usage;
    return {
      text: (choice?.message.content ?? '') + (choice?.message.refusal ?? ''),
      calls: (choice?.message.tool_calls ?? []).map(call => ({ name: call.function.name, arguments: call.function.arguments })),
      stop: choice?.finish_reason,
      usage: usage(u?.prompt_tokens, u?.prompt_tokens_details?.cached_tokens, u?.prompt_tokens_details?.cache_write_tokens,
        u?.completion_tokens, u?.completion_tokens_details?.reasoning_tokens),
    };
  },

  async responses({ stream, request }) {
    const reply = stream ? await openai.responses.stream(request).finalResponse() : await openai.responses.create(request);
    const u = reply.usage;
    const parts = reply.output.filter(item => item.type === 'message').flatMap(item => item.content);
    return {
      text: parts.map(part => part.type === 'refusal' ? part.refusal : part.text).join(''),
      calls: reply.output.filter(item => item.type === 'function_call').map(item => ({ name: item.name, arguments: item.arguments })),
      stop: reply.status === 'incomplete' ? reply.incomplete_details?.reason : reply.status,
      usage: usage(u?.input_tokens, u?.input_tokens_details?.cached_tokens, u?.input_tokens_details?.cache_write_tokens,
        u?.output_tokens, u?.output_tokens_details?.reasoning_tokens),
      error: reply.status === 'failed' ? reply.error?.message ?? 'failed' : undefined,
    };
  },

  async anthropic({ stream, request }) {
    const reply = stream ? await anthropic.messages.stream(request).finalMessage() : await anthropic.messages.create(request);
    const u = reply.usage;
    const read = u.cache_read_input_tokens ?? 0;
    const written = u.cache_creation_input_tokens ?? 0;
    return {
      text: reply.content.filter(block => block.type === 'text').map(block => block.text).join(''),
      calls: reply.content.filter(block => block.type === 'tool_use').map(block => ({ name: block.name, arguments: JSON.stringify(block.input) })),
      stop: reply.stop_reason,
      usage: usage((u.input_tokens ?? 0) + read + written, read, written, u.output_tokens, u.output_tokens_details?.thinking_tokens),
    };
  },

  async gemini({ stream, request }) {
    const pieces = [];
    if (stream) {
      for await (const piece of await google.models.generateContentStream(request)) pieces.push(piece);
    } else {
      pieces.push(await google.models.generateContent(request));
    }
    const parts = pieces.flatMap(piece => piece.candidates?.[0]?.content?.parts ?? []);
    const u = pieces.findLast(piece => piece.usageMetadata)?.usageMetadata;
    return {
      text: parts.filter(part => !part.thought).map(part => part.text ?? '').join(''),
      calls: parts.filter(part => part.functionCall).map(part => ({ name: part.functionCall.name, arguments: JSON.stringify(part.functionCall.args ?? {}) })),
      stop: pieces.findLast(piece => piece.candidates?.[0]?.finishReason)?.candidates[0].finishReason
        ?? pieces.find(piece => piece.promptFeedback?.blockReason)?.promptFeedback.blockReason,
      usage: usage(u?.promptTokenCount, u?.cachedContentTokenCount, 0, (u?.candidatesTokenCount ?? 0) + (u?.thoughtsTokenCount ?? 0), u?.thoughtsTokenCount),
    };
  },
};

const jobs = JSON.parse(await readFile(jobsFile, 'utf8'));
const results = new Array(jobs.length);
let next = 0;

async function work() {
  for (let i = next++; i < jobs.length; i = next++) {
    try {
      results[i] = { id: jobs[i].id, ...await readers[jobs[i].client](jobs[i]) };
    } catch (error) {
      results[i] = { id: jobs[i].id, error: `${error.constructor.name}: ${error.message}` };
    }
  }
}

await Promise.all(Array.from({ length: AT_ONCE }, work));
await writeFile(outFile, JSON.stringify(results));
