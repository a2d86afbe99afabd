import { CentralAsiaMapElement } from '../central-asia-map.js';

CentralAsiaMapElement.follow(document.querySelector('article'), document.querySelector('central-asia-map'));
