import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'test/**/*.test.ts', 'examples/**/*.test.ts'],
    exclude: ['test/faults/**', 'test/chromium/**'],
    // Against what hangs, not against what is slow: some tests start servers, on whatever machine there is.
    testTimeout: 600_000,
    hookTimeout: 600_000,
    maxWorkers: '100%',
    // Node runs the tests' TypeScript as it runs ours, and loads each module once per worker: no test mocks a module.
    isolate: false,
    experimental: { viteModuleRunner: false },
    reporters: ['default', ['junit', { outputFile: 'test-results/vitest.xml' }]],
  },
})
