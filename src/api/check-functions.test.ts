import { describe, expect, it } from 'vitest'
import { parseConfiguration } from './configuration.ts'

const module = './parse.mjs'
const url = 'http://127.0.0.1:9000/score'
const parse = (entry: object) => parseConfiguration({ functions: [{ match: '*', ...entry }] }, { KEY: 'k', SET: '' })

describe('an entry of functions', () => {
  it.each<object>([
    { module },
    { module: 'a.py', handler: 'parse', interpreter: 'python3.12', env: ['KEY', 'TABLE=a=b', 'EMPTY=', 'SET'] },
    { url: `${url}?code=1`, apiKeyEnv: 'KEY', timeoutSeconds: 0.5, idempotent: true, maxConcurrency: 2 },
    { lambda: { region: 'us-east-1', endpointUrl: 'http://127.0.0.1:4566', profile: 'tools' }, idempotent: true },
  ])('may be %j', (entry) => {
    expect(parse(entry).functions).toEqual([{ match: '*', maxConcurrency: 16, idempotent: false, ...entry }])
  })

  it.each<[object, string]>([
    [{}, 'functions[0] must say where the function is, by module, url or lambda.'],
    [{ module, url }, 'functions[0].url and module are two places: leave one out.'],
    [{ url, lambda: { region: 'us-east-1' } }, 'functions[0].lambda and url are two places: leave one out.'],
    [{ lambda: {} }, 'functions[0].lambda.region is missing.'],
    [{ lambda: { region: 'us-east-1', endpointUrl: 'http://[secret' } }, 'functions[0].lambda.endpointUrl is not a valid URL.'],
    [{ url, handler: 'a' }, 'functions[0].handler is no setting of a url: leave it out.'],
    [{ url, env: [] }, 'functions[0].env is no setting of a url: leave it out.'],
    [{ module, apiKeyEnv: 'KEY' }, 'functions[0].apiKeyEnv is no setting of a module: leave it out.'],
    [{ module, interpreter: 'python3' }, 'functions[0].interpreter is for Python: other modules are run by the Node.js of the server.'],
    [{ module: 'a.rb' }, "functions[0].module is 'a.rb', but must be the path of a file .mjs, .cjs, .js, .mts, .cts, .ts or .py."],
    [{ module, handler: 'a.b' }, "functions[0].handler is 'a.b', but must be the name of a function."],
    [{ module, env: ['LOST'] }, 'functions[0].env[0] names the environment variable LOST, which is not set: set it, or leave it out.'],
    [{ module, env: ['=secret'] }, 'functions[0].env[0] must be NAME or NAME=value.'],
    [{ url: 'http://user:secret@host' }, 'functions[0].url must be an http:// or https:// URL without user and fragment.'],
    [{ url: 'http://[secret' }, 'functions[0].url is not a valid URL.'],
    [
      { url, apiKeyEnv: 'LOST' },
      'functions[0].apiKeyEnv names the environment variable LOST, which is not set: set it, or leave this entry',
    ],
    [{ url, timeoutSeconds: 0 }, 'functions[0].timeoutSeconds is 0, but must be a number of seconds above 0, at most a year.'],
    [{ url, retries: 1 }, 'functions[0].retries is not a setting of this version; the nearest is functions[0].'],
  ])('cannot be %j', (entry, message) => {
    expect(() => parse(entry)).toThrow(message)
  })
})
