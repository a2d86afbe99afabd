import vue from '@vitejs/plugin-vue';

const isCustomElement = (tag) => tag === 'central-asia-map';

export default {
  plugins: [vue({ template: { compilerOptions: { isCustomElement } } })],
  optimizeDeps: { exclude: ['central-asia-map'] },
};
