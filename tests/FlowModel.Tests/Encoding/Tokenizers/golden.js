// Writes files/ and golden.json: small tokenizers, and the ids that the npm package tokenizers 0.23.2 (Hugging Face's own library) gives.
// Run beside a node_modules with that package, with Debian's spm_train (sentencepiece) on the path: node golden.js
const fs = require('fs'), os = require('os'), path = require('path'), { execFileSync } = require('child_process');
const hf = require('tokenizers');

const corpus = `The parcel is delayed, and we're sorry: it'll arrive by 12 May 2026 at 10:45. Don't worry! You've paid $1,299.00 (tax: 19 %).
Please read https://example.org/a_b?c=d&e=f before you write the unwritten, undelivered letters; delivery, deliveries, delivered, deliver.
Der Größte café naïve façade résumé Ångström über Straße. Привет, как дела? Это хорошо. 你好，世界！我们很高兴。こんにちは世界。 안녕하세요 세계
สวัสดีชาวโลก ภาษาไทย مرحبا بالعالم שלום עולם नमस्ते दुनिया I, II, iv ½ ² ① ﬁ ﬂ ＡＢＣ １２３ a an the and a the of to in is it that`;
const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'golden')), text = path.join(scratch, 'corpus.txt');
fs.writeFileSync(text, corpus);

function trained(model, normalizer, pre) { // vocabulary and merges that the library learns with its own settings
  const t = new hf.Tokenizer(model), out = path.join(scratch, 'trained.json');
  if (normalizer) t.setNormalizer(normalizer);
  if (pre) t.setPreTokenizer(pre);
  t.train([text]);
  t.save(out);
  return JSON.parse(fs.readFileSync(out)).model;
}
const fields = function* (bytes) { // protobuf: [field, value or bytes]
  let at = 0;
  const varint = () => { let v = 0, s = 1; for (;; s *= 128) { const b = bytes[at++]; v += (b & 127) * s; if (b < 128) return v; } };
  while (at < bytes.length) {
    const tag = varint(), kind = tag & 7;
    const size = kind === 0 ? 0 : kind === 5 ? 4 : kind === 1 ? 8 : varint();
    yield [tag >> 3, kind === 0 ? varint() : bytes.subarray(at, at += size)];
  }
};
function unigram() { // SentencePiece's own pieces, and a map of a few of its rules
  const rules = [['ﬁ', 'fi'], ['①', '1'], ['②', '2'], ['Ａ', 'A'], ['Ｂ', 'B'], ['\u00a0', ' '], ['\u3000', ' '], ['é', 'é'], ['e\u0301', 'é'], ['…', '...'], ['\u200b', ' '], ['\u0001', ''], ['🙂', ':)']];
  const hex = s => [...s].map(c => c.codePointAt(0).toString(16).toUpperCase()).join(' ');
  fs.writeFileSync(path.join(scratch, 'rules.tsv'), rules.map(([a, b]) => `${hex(a)}\t${hex(b)}`).join('\n') + '\n');
  execFileSync('spm_train', [`--input=${text}`, `--model_prefix=${scratch}/spm`, '--vocab_size=300', '--character_coverage=0.98', '--hard_vocab_limit=false', `--normalization_rule_tsv=${scratch}/rules.tsv`], { stdio: 'ignore' });
  const vocab = [];
  let map = '';
  for (const [field, value] of fields(fs.readFileSync(path.join(scratch, 'spm.model')))) {
    const inner = field === 1 || field === 3 ? new Map(fields(value)) : null;
    if (field === 1) vocab.push([inner.get(1).toString(), Math.fround(inner.get(2)?.readFloatLE() ?? 0)]);
    if (field === 3) map = inner.get(2).toString('base64');
  }
  return { vocab, map };
}
const added = (id, content, rest) => ({ id, content, single_word: false, lstrip: false, rstrip: false, normalized: false, special: true, ...rest });
const file = (model, rest) => ({ version: '1.0', truncation: null, padding: null, added_tokens: [], normalizer: null, pre_tokenizer: null, post_processor: null, decoder: null, ...rest, model });
const special = (...tokens) => Object.fromEntries(tokens.map(([id, n]) => [id, { id, ids: [n], tokens: [id] }]));
const A = { Sequence: { id: 'A', type_id: 0 } }, token = (id, type_id = 0) => ({ SpecialToken: { id, type_id } });
const withTokens = (vocab, tokens) => { for (const t of tokens) if (!(t in vocab)) vocab[t] = Object.keys(vocab).length; return vocab; };

const bert = { type: 'BertNormalizer', clean_text: true, handle_chinese_chars: true, strip_accents: null, lowercase: true };
const pieces = trained(hf.WordPiece.init({}, { unkToken: '[UNK]' }), hf.bertNormalizer(), hf.bertPreTokenizer());
const words = Object.fromEntries(['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]', ...Object.keys(pieces.vocab).slice(0, 420), ...'ABCDTHP'].map((t, i) => [t, i]));
const wordpiece = { type: 'WordPiece', unk_token: '[UNK]', continuing_subword_prefix: '##', max_input_chars_per_word: 100, vocab: words };
const bertAdded = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]'].map((t, i) => added(i, t));
const bertTemplate = { type: 'TemplateProcessing', single: [token('[CLS]'), A, token('[SEP]')], pair: [A, A], special_tokens: special(['[CLS]', 2], ['[SEP]', 3]) };
const cased = { ...bert, lowercase: false };
const bytes = trained(hf.BPE.empty(), null, hf.byteLevelPreTokenizer(false));
bytes.merges = bytes.merges.slice(0, 250);
const keep = new Set([...hf.byteLevelAlphabet(), ...bytes.merges.map(m => m.join(''))]);
bytes.vocab = withTokens({ '<s>': 0, '<pad>': 1, '</s>': 2, '<unk>': 3 }, [...hf.byteLevelAlphabet().sort(), ...[...keep].filter(t => t.length > 1), '<mask>']);
const last = Object.keys(bytes.vocab).length - 1;
const byteLevel = (add_prefix_space, use_regex = true) => ({ type: 'ByteLevel', add_prefix_space, trim_offsets: true, use_regex });
const { vocab: spm, map } = unigram();
const fallback = [...Array(256).keys()].map(b => `<0x${b.toString(16).toUpperCase().padStart(2, '0')}>`);
const plain = trained(hf.BPE.init({}, [], {}), hf.sequenceNormalizer([hf.prependNormalizer('▁'), hf.replace(' ', '▁')]), hf.metaspacePreTokenizer());
plain.merges = plain.merges.slice(0, 200);
const llama = { ...plain, unk_token: '<unk>', fuse_unk: true, byte_fallback: true, vocab: withTokens({ '<unk>': 0, '<s>': 1, '</s>': 2 }, [...fallback, ...'▁abcdefghilmnoprstuvwy.,', ...plain.merges.flatMap(m => [...m, m.join('')])]) };
const clipMerges = [['t', 'h'], ['th', 'e</w>'], ['d', 'e'], ['l', 'i'], ['de', 'li'], ['v', 'e'], ['ve', 'r'], ['deli', 'ver'], ['e', 'd</w>'], ['y', '</w>'].slice(0, 0)].filter(m => m.length);
const clip = { type: 'BPE', dropout: null, unk_token: '<|endoftext|>', continuing_subword_prefix: '', end_of_word_suffix: '</w>', fuse_unk: false, byte_fallback: false,
  vocab: withTokens({}, [...hf.byteLevelAlphabet(), ...hf.byteLevelAlphabet().map(c => c + '</w>'), ...clipMerges.map(m => m.join('')), '<|startoftext|>', '<|endoftext|>']), merges: clipMerges };
const clipEnd = clip.vocab['<|endoftext|>'], clipStart = clip.vocab['<|startoftext|>'];

const tokenizers = {
  'bert.json': file(wordpiece, { added_tokens: bertAdded, normalizer: bert, pre_tokenizer: { type: 'BertPreTokenizer' }, post_processor: bertTemplate }),
  'bert-cased.json': file(wordpiece, { added_tokens: bertAdded, normalizer: cased, pre_tokenizer: { type: 'BertPreTokenizer' }, post_processor: { type: 'BertProcessing', sep: ['[SEP]', 3], cls: ['[CLS]', 2] } }),
  'wordpiece-cut.json': file(wordpiece, {
    added_tokens: [...bertAdded, added(Object.keys(words).length, 'THE', { single_word: true, normalized: true, special: false }), added(Object.keys(words).length + 1, ' and ', { normalized: true, special: false, rstrip: true })],
    normalizer: { type: 'Sequence', normalizers: [{ type: 'NFD' }, { type: 'StripAccents' }, { type: 'Lowercase' }, { type: 'Nmt' }] },
    pre_tokenizer: { type: 'Sequence', pretokenizers: [{ type: 'Whitespace' }, { type: 'Punctuation', behavior: 'Contiguous' }, { type: 'Digits', individual_digits: true }, { type: 'CharDelimiterSplit', delimiter: '_' }] },
    post_processor: { type: 'TemplateProcessing', single: [A, token('[SEP]', 1), token('[CLS]', 2)], pair: [A, A], special_tokens: special(['[CLS]', 2], ['[SEP]', 3]) } }),
  'gpt2.json': file({ ...bytes, unk_token: null }, { added_tokens: [added(0, '<s>'), added(last, '<mask>', { normalized: true, single_word: true, special: false })], pre_tokenizer: byteLevel(false), post_processor: byteLevel(true) }),
  'roberta.json': file({ ...bytes, merges: bytes.merges.map(m => m.join(' ')), ignore_merges: true }, {
    added_tokens: [added(0, '<s>'), added(1, '<pad>'), added(2, '</s>'), added(3, '<unk>'), added(last, '<mask>', { lstrip: true })], normalizer: { type: 'NFC' }, pre_tokenizer: byteLevel(true),
    post_processor: { type: 'RobertaProcessing', sep: ['</s>', 2], cls: ['<s>', 0], trim_offsets: true, add_prefix_space: true } }),
  'bytes-split.json': file(bytes, {
    normalizer: { type: 'Sequence', normalizers: [{ type: 'NFKD' }, { type: 'Replace', pattern: { String: '!' }, content: '?!' }] },
    pre_tokenizer: { type: 'Sequence', pretokenizers: [
      { type: 'Split', pattern: { Regex: "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+" }, behavior: 'Isolated', invert: false },
      { type: 'Split', pattern: { String: '-' }, behavior: 'MergedWithPrevious', invert: false }, { type: 'Split', pattern: { String: 'e' }, behavior: 'MergedWithNext', invert: false }, byteLevel(false, false)] } }),
  'clip.json': file(clip, {
    added_tokens: [added(clipStart, '<|startoftext|>', { normalized: true }), added(clipEnd, '<|endoftext|>')],
    normalizer: { type: 'Sequence', normalizers: [{ type: 'NFC' }, { type: 'Replace', pattern: { Regex: '\\s+' }, content: ' ' }, { type: 'Lowercase' }] },
    pre_tokenizer: { type: 'Sequence', pretokenizers: [{ type: 'Split', pattern: { Regex: "'s|'t|'re|'ve|'m|'ll|'d|[\\p{L}]+|[\\p{N}]|[^\\s\\p{L}\\p{N}]+" }, behavior: 'Removed', invert: true }, byteLevel(false)] },
    post_processor: { type: 'RobertaProcessing', sep: ['<|endoftext|>', clipEnd], cls: ['<|startoftext|>', clipStart], trim_offsets: false, add_prefix_space: false } }),
  'llama.json': file(llama, {
    added_tokens: [added(0, '<unk>', { normalized: true }), added(1, '<s>', { normalized: true }), added(2, '</s>', { normalized: true })],
    normalizer: { type: 'Sequence', normalizers: [{ type: 'Prepend', prepend: '▁' }, { type: 'Replace', pattern: { String: ' ' }, content: '▁' }] },
    post_processor: { type: 'TemplateProcessing', single: [token('<s>'), A], pair: [A, A], special_tokens: special(['<s>', 1]) } }),
  'xlm-roberta.json': file({ type: 'Unigram', unk_id: 0, vocab: spm, byte_fallback: false }, {
    added_tokens: [added(0, '<unk>'), added(1, '<s>'), added(2, '</s>', { rstrip: true })],
    normalizer: { type: 'Precompiled', precompiled_charsmap: map },
    pre_tokenizer: { type: 'Sequence', pretokenizers: [{ type: 'WhitespaceSplit' }, { type: 'Metaspace', replacement: '▁', prepend_scheme: 'always', split: true }] },
    post_processor: { type: 'TemplateProcessing', single: [token('<s>'), A, token('</s>')], pair: [A, A], special_tokens: special(['<s>', 1], ['</s>', 2]) } }),
  't5.json': file({ type: 'Unigram', unk_id: 0, vocab: [...spm, ...fallback.map(t => [t, 0])], byte_fallback: true }, {
    added_tokens: [added(2, '</s>')],
    normalizer: { type: 'Sequence', normalizers: [{ type: 'NFKC' }, { type: 'Strip', strip_left: false, strip_right: true }, { type: 'Replace', pattern: { Regex: ' {2,}' }, content: '▁' }] },
    pre_tokenizer: { type: 'Metaspace', replacement: '▁', prepend_scheme: 'first', split: false },
    post_processor: { type: 'Sequence', processors: [{ type: 'TemplateProcessing', single: [A, token('</s>')], pair: [A, A], special_tokens: special(['</s>', 2]) }] } }),
};
const strings = ['', ' ', '   ', 'a', 'The parcel is delayed.', "We're sorry, it'll arrive; DON'T worry!", corpus, 'undelivered deliveries unwritten', '  two  blanks   and\ttabs\n\nlines\r\n ',
  'café cafe\u0301 CAFÉ A\u030angstro\u0308m e\u0323\u0301 e\u0301\u0323 ﬁne ﬂat ①② ＡＢ Ⅳ ½ x² ñandú', 'İstanbul ΑΣ ΟΔΟΣ Straße ẞ ǅ', '你好，世界！我们hello很高兴', '𠀀𠀁 㐀 豈 こんにちは 안녕하세요 한글', 'สวัสดีชาวโลก ก็กำ', 'مرحبا بالعالم ١٢٣ שָׁלוֹם', 'नमस्ते दुनिया कि',
  '👨‍👩‍👧 🙂 🇩🇪 👍🏽 ☕️ é…', '\u0000\u0001\u0007a\u200bb\u200dc\u00add\ufeffe\u0085f\u2028g\u00a0h\u3000i\u001c', 'a\ufffdb \ue000 \u0378 \u{10fffe} 𝔘𝔫𝔦 𝟙𝟚 𐐀𐐨', '$1,299.00 (19 %) a_b-c--d e+f=g ^`~ „x“ «y» …—–', '12345 67 8½ ٣ 0x1F',
  '[CLS] [MASK] x[SEP]y [UNK][PAD] [cls]', 'a <mask>  b<mask>c </s>   d <s> <unk> <|endoftext|> <|StartOfText|> x', 'x'.repeat(101), 'x'.repeat(100), '▁ the▁parcel ▁▁ a', 'the the THE  and a', '    ', '.'.repeat(60), 'ไ'.repeat(40), 'e\u0301'.repeat(30), 'ab '.repeat(50)];

(async () => {
  fs.writeFileSync('files/vocab.txt', Object.keys(words).sort((a, b) => words[a] - words[b]).join('\n') + '\n');
  const golden = { texts: strings, ids: {}, types: {} };
  for (const [name, json] of Object.entries(tokenizers)) {
    fs.writeFileSync(`files/${name}`, JSON.stringify(json));
    const t = hf.Tokenizer.fromString(JSON.stringify(json)), all = [];
    for (const s of strings) all.push(await t.encode(s));
    golden.ids[name] = all.map(e => e.getIds());
    golden.types[name] = all[3].getTypeIds();
    t.setTruncation(8);
    golden.ids[`${name}, 8 tokens`] = [(await t.encode(strings[4])).getIds()];
  }
  fs.writeFileSync('golden.json', JSON.stringify(golden).replace(/("[^"]*":\[\[)|\],\[/g, m => m.startsWith('"') ? `\n${m}` : '],\n[') + '\n');
})();
