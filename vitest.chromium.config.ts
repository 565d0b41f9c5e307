import { defineConfig } from 'vitest/config'

/** Real web pages in a real browser: `npm run test:chromium`. */
export default defineConfig({
  test: {
    include: ['test/chromium/**/*.test.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    isolate: false,
    experimental: { viteModuleRunner: false },
    reporters: ['default', ['junit', { outputFile: 'test-results/chromium.xml' }]],
  },
})
