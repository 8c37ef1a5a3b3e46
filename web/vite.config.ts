import { createHash } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { defineConfig, type Plugin, type ProxyOptions } from 'vite'
import { mockApi } from './dev/mock.ts'

/** The service worker's name in the build: it lies beside the pages, for it may take no more into its hands than that. */
const WORKER = 'sw.js'
const PAGES = readdirSync(import.meta.dirname).filter((one) => one.endsWith('.html'))

/**
 * Tells the service worker which build it is of, by the names of all files, which follow from their content. It is one file:
 * a worker that imports others is not understood everywhere.
 */
function buildOfWorker(): Plugin {
  return {
    name: 'build-of-worker',
    generateBundle(_, bundle) {
      const worker = bundle[WORKER]
      if (worker?.type !== 'chunk') throw new Error('there is no service worker')
      if (worker.imports.length > 0) throw new Error(`the service worker imports ${worker.imports.join(', ')}`)
      const build = createHash('sha256').update(Object.keys(bundle).sort().join('\n')).digest('hex').slice(0, 12)
      worker.code = worker.code.replaceAll('__BUILD__', JSON.stringify(build))
    },
  }
}

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
    plugins: [buildOfWorker(), ...(api ? [] : [mockApi()])],
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
      rollupOptions: {
        input: {
          ...Object.fromEntries(PAGES.map((one) => [one.slice(0, -'.html'.length), one])),
          sw: 'src/sw/worker.ts',
        },
        output: { entryFileNames: ({ name }) => (name === 'sw' ? WORKER : 'assets/[name]-[hash].js') },
      },
    },
    test: { include: ['tests/**/*.test.ts'], setupFiles: ['tests/texts.ts'] },
  }
})
