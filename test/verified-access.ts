import type { PartialConfiguration } from '../src/api/configuration.ts'

const accountId = '123456789012'

/** What clients have, as their SDKs call it. */
export const alice = { accessKeyId: 'AKIASLUICEALICE00001', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+alice-secret' }
/** Of another account, for a while: with a session token. */
export const bob = {
  accessKeyId: 'ASIASLUICEBOB0000001',
  secretAccessKey: 'je7MtGbClwBF/2Zp9Utk/h3yCo8nvbEXAMPLEKEY',
  sessionToken: 'FwoGZXIvYXdzEBYaDk/bob+session+token==',
}
/** Whose time is over. */
export const carol = { accessKeyId: 'ASIASLUICECAROL00001', secretAccessKey: 'rvB4hJ0nPqLw/carol-secret' }

/** Each may do everything. */
const policies = [{ Version: '2012-10-17', Statement: { Effect: 'Allow', Action: 'bedrock:*', Resource: '*' } }]

/** The section `access` of servers that verify, for tests. */
export const access = {
  credentials: [
    { accessKeyId: alice.accessKeyId, secretAccessKeyEnv: 'SLUICE_TEST_ALICE_SECRET', accountId, userName: 'alice', policies },
    {
      accessKeyId: bob.accessKeyId,
      secretAccessKeyEnv: 'SLUICE_TEST_BOB_SECRET',
      sessionTokenEnv: 'SLUICE_TEST_BOB_TOKEN',
      expiresAt: '2999-12-31T23:59:59Z',
      accountId: '210987654321',
      userName: 'bob',
      policies,
    },
    {
      accessKeyId: carol.accessKeyId,
      secretAccessKeyEnv: 'SLUICE_TEST_CAROL_SECRET',
      expiresAt: '2020-01-01T00:00:00Z',
      accountId,
      userName: 'carol',
      policies,
    },
  ],
} satisfies PartialConfiguration['access']

/** Its secrets, as the environment of a server has them. */
export const accessEnvironment = {
  SLUICE_TEST_ALICE_SECRET: alice.secretAccessKey,
  SLUICE_TEST_BOB_SECRET: bob.secretAccessKey,
  SLUICE_TEST_BOB_TOKEN: bob.sessionToken,
  SLUICE_TEST_CAROL_SECRET: carol.secretAccessKey,
}
