import { readdirSync } from 'node:fs'
import { defineConfig, type ProxyOptions } from 'vite'
import { mockApi } from './dev/mock.ts'

/**
 * Everything is served by Taghtia itself, under any base path, hence the relative base. In
 * development the API is either a running server (TAGHTIA_API=http://127.0.0.1:8080) or the mock.
 */
export default defineConfig(() => {
  const api = process.env['TAGHTIA_API']
  const served = (target: string) => ({ target, changeOrigin: true })
  const proxy: Record<string, ProxyOptions> = api ? { '/api': served(api), '/tiles': served(api) } : {}
  return {
    base: './',
    plugins: api ? [] : [mockApi()],
    worker: { format: 'es' as const },
    // The texts for people lie beside the page, in data/messages.
    server: { proxy, fs: { allow: ['..'] } },
    preview: { proxy },
    build: {
      target: 'es2022',
      sourcemap: false,
      chunkSizeWarningLimit: 1400,
      assetsInlineLimit: 0,
      // Every page that lies here: the map, where operators file.
      rollupOptions: { input: readdirSync(import.meta.dirname).filter((one) => one.endsWith('.html')) },
    },
    test: { include: ['tests/**/*.test.ts'], setupFiles: ['tests/texts.ts'] },
  }
})
