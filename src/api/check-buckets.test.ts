import { describe, expect, it } from 'vitest'
import { parseConfiguration } from './configuration.ts'

const directory = './invoices'
const s3 = { region: 'eu-central-1' }
const parse = (entry: object) => parseConfiguration({ buckets: [{ match: '*', ...entry }] }, {})

describe('an entry of buckets', () => {
  it.each<object>([
    { directory },
    { s3, maxConcurrency: 2, timeoutSeconds: 0.5 },
    { s3: { ...s3, endpointUrl: 'http://127.0.0.1:9000', forcePathStyle: false, profile: 'tools' } },
  ])('may be %j', (entry) => {
    expect(parse(entry).buckets).toEqual([{ match: '*', maxConcurrency: 64, timeoutSeconds: 60, ...entry }])
  })

  it.each<[object, string]>([
    [{}, 'buckets[0] must say where the bucket is: by directory or by s3, one of the two.'],
    [{ directory, s3 }, 'buckets[0] must say where the bucket is: by directory or by s3, one of the two.'],
    [{ directory: '' }, 'buckets[0].directory'],
    [{ s3: {} }, 'buckets[0].s3.region is missing.'],
    [{ s3: { region: 'Frankfurt' } }, "buckets[0].s3.region is 'Frankfurt', but must be an AWS region, as 'us-east-1'."],
    [
      { s3: { ...s3, endpointUrl: 'http://user:secret@host' } },
      'buckets[0].s3.endpointUrl must be an http:// or https:// URL without user',
    ],
    [{ s3: { ...s3, endpointUrl: 'http://[secret' } }, 'buckets[0].s3.endpointUrl is not a valid URL.'],
    [{ directory, timeoutSeconds: 0 }, 'buckets[0].timeoutSeconds is 0, but must be a number of seconds above 0, at most a year.'],
    [{ directory, match: '' }, 'buckets[0].match'],
    [{ path: directory }, 'buckets[0].path is not a setting of this version; the nearest is buckets[0].match.'],
  ])('cannot be %j', (entry, message) => {
    expect(() => parse(entry)).toThrow(message)
  })
})
