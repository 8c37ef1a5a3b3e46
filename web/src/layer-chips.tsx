/** The layers as buttons over the map, where the controls are out of sight: the same switches as there. */
import type { JSX } from 'preact'
import type { Part } from './shown'

const LAYERS = [
  ['gap', 'gap-title'],
  ['measured', 'measured-title'],
  ['routes', 'routes-title'],
] as const

export const LayerChips = ({ view: { t, selection }, actions }: Part): JSX.Element => (
  <div class="layer-chips" role="group" aria-label={t('filters-layers')}>
    {LAYERS.map(([layer, title]) => (
      <button
        key={layer}
        type="button"
        aria-pressed={selection[layer]}
        onClick={() => actions.choose({ [layer]: !selection[layer] })}
      >
        {t(title)}
      </button>
    ))}
  </div>
)
