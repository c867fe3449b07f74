import { DropdownMenu, useGraphiQL, useGraphiQLActions } from '@graphiql/react';
import type { Sample, SampleGroup } from './samples.js';

/** All sample operations. One that is open as it is comes to the front; any other opens in a tab of its own. */
export function SampleMenu({ groups, noticesUrl }: { groups: SampleGroup[]; noticesUrl: string }) {
  const open = useOpenSample();
  return (
    <DropdownMenu modal={false}>
      <DropdownMenu.Button className="sample-menu-button">Samples ▾</DropdownMenu.Button>
      <DropdownMenu.Content align="end" className="sample-menu" collisionPadding={8}>
        {groups.map(({ title, samples }) => (
          <div key={title} role="group" aria-label={title}>
            <div className="sample-group" aria-hidden="true">
              {title}
            </div>
            {samples.map((sample) => (
              <DropdownMenu.Item key={sample.name} onSelect={() => open(sample)}>
                <span className="sample-name">{sample.name}</span>
                <span className="sample-about">{sample.about}</span>
              </DropdownMenu.Item>
            ))}
          </div>
        ))}
        <DropdownMenu.Item className="notices" onSelect={() => window.open(noticesUrl, '_blank', 'noopener')}>
          Licences of what this page is made of
        </DropdownMenu.Item>
      </DropdownMenu.Content>
    </DropdownMenu>
  );
}

function useOpenSample(): (sample: Sample) => void {
  const { addTab, changeTab, updateActiveTabValues } = useGraphiQLActions();
  const tabs = useGraphiQL((state) => state.tabs);
  const queryEditor = useGraphiQL((state) => state.queryEditor);
  const variableEditor = useGraphiQL((state) => state.variableEditor);
  return ({ query, variables = '', name }) => {
    const at = tabs.findIndex((tab) => tab.query === query);
    if (at !== -1) return changeTab(at);
    addTab();
    updateActiveTabValues({ query, variables, operationName: name });
    queryEditor?.setValue(query);
    variableEditor?.setValue(variables);
  };
}
