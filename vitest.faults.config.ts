import { defineConfig } from 'vitest/config'

/** Real servers that are hurt: they need Linux with user namespaces and /dev/fuse, Python for a disk that fails, and time. */
export default defineConfig({
  test: {
    include: ['test/faults/**/*.test.ts'],
    testTimeout: 240_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
    isolate: false,
    experimental: { viteModuleRunner: false },
    reporters: ['default', ['junit', { outputFile: 'test-results/faults.xml' }]],
  },
})
