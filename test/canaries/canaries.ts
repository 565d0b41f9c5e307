/**
 * Secrets of the tests' servers and clients, by what they are. Each is planted where tests start servers and make clients, and searched for
 * in all that these leave behind: nothing may have one. A new kind of secret gets a line here and is planted.
 */
export const canaries = {
  'API key of a model provider': 'sk-canary-5f1d0c7be2a94863-provider',
  'API key of a function': 'fn-canary-5f1d0c7be2a94863-bearer',
  'key in the URL of a function': 'canary-5f1d0c7be2a94863-query',
  'variable of a handler': 'canary-5f1d0c7be2a94863-of-the-server',
  'value of a handler': 'canary-5f1d0c7be2a94863-of-the-file',
  'secret access key': 'canary/5f1d0c7be2a94863+SecretAccessKey',
  'session token': 'canary/5f1d0c7be2a94863+SessionToken==',
  'signature of a presigned URL': '5f1d0c7be2a948635f1d0c7be2a948635f1d0c7be2a948635f1d0c7be2a94863',
  'signature of a header': '94863be2a0c75f1d94863be2a0c75f1d94863be2a0c75f1d94863be2a0c75f1d',
} as const

/** What a private key in PEM must not be found by: its lines, each of which is enough. */
export const keyCanaries = (pem: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    pem
      .split('\n')
      .filter((line) => line.length >= 32 && !line.startsWith('-'))
      .map((line, at) => [`line ${at + 1} of the TLS key`, line]),
  )
